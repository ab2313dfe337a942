package io.github.sluice.coordinator.s1;

import io.github.sluice.coordinator.s1.SourceText.Language;
import io.github.sluice.coordinator.s1.Spot.Call;
import java.util.regex.Pattern;

/** Encryption and decryption in Java and Python (inventory #174 to #176). */
final class CipherCode implements Detector {
    private static final Pattern CIPHER = Pattern.compile("\\bCipher\\s*\\.\\s*getInstance\\b");
    private static final Pattern GCM = Pattern.compile("\\bnew\\s+GCMParameterSpec\\b");
    private static final Pattern BOUND = Pattern.compile("\\bupdateAAD\\s*\\(");
    private static final Pattern PYTHON_GCM = Pattern.compile("\\bAES\\s*\\.\\s*MODE_GCM\\b");
    private static final Pattern PYTHON_BOUND = Pattern.compile("\\.\\s*update\\s*\\(");
    private static final Pattern BYTES = Pattern.compile("\\bgetBytes\\s*\\(\\s*\\)");
    private static final Pattern TEXT = Pattern.compile("\\bnew\\s+String\\s*\\(\\s*\\w+\\s*\\)");

    @Override
    public void look(S1Folder folder, Report report) {
        for (SourceText java : folder.texts(Language.JAVA)) {
            Spot all = java.whole();
            if (all.has(CIPHER)) {
                all.first(BYTES).ifPresent(spot -> report.add(KnownFault.DEFAULT_CHARSET, spot, spot.code()));
                all.first(TEXT).ifPresent(spot -> report.add(KnownFault.DEFAULT_CHARSET, spot, spot.code()));
                if (!all.has(BOUND)) {
                    all.first(GCM)
                            .ifPresent(spot ->
                                    report.add(KnownFault.ENVELOPE_UNBOUND, spot, "AES/GCM, no updateAAD(...)"));
                }
                hex(all, report);
            }
        }
        for (SourceText python : folder.texts(Language.PYTHON)) {
            Spot all = python.whole();
            if (!all.has(PYTHON_BOUND)) {
                all.first(PYTHON_GCM)
                        .ifPresent(
                                spot -> report.add(KnownFault.ENVELOPE_UNBOUND, spot, "AES.MODE_GCM, no update(...)"));
            }
        }
    }

    /** A digit that is shifted at once was never asked whether it is one. */
    private static void hex(Spot all, Report report) {
        for (Call call : all.calls("Character\\s*\\.\\s*digit")) {
            String bare = all.in().bare();
            int end = bare.indexOf(';', call.inside().end());
            if (bare.substring(call.inside().end(), end < 0 ? bare.length() : end)
                    .contains("<<")) {
                report.add(KnownFault.BAD_HEX_ACCEPTED, call.head(), "Character.digit(...) << 4");
                return;
            }
        }
    }
}
