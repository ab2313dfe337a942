package io.github.sluice.coordinator.s1;

import io.github.sluice.coordinator.s1.S1Folder.Reason;
import io.github.sluice.coordinator.s1.S1Folder.Unreadable;

/** JSON files that are not JSON. */
final class MalformedJson implements Detector {
    @Override
    public void look(S1Folder folder, Report report) {
        for (Unreadable file : folder.unreadable()) {
            if (file.reason() == Reason.CLOSERS) {
                report.add(KnownFault.JSON_MALFORMED, file.file(), file.line(), "... " + file.detail());
            } else if (file.reason() == Reason.NOT_JSON) {
                report.add(KnownFault.JSON_MALFORMED, file.file(), file.line(), ":" + file.column());
            }
        }
    }
}
