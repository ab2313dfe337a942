package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.run.SignOffDesk;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.signoff.SignOffRules;
import io.github.sluice.coordinator.signoff.Signer;
import io.github.sluice.coordinator.signoff.StateFile;
import io.github.sluice.wire.key.SecretReference;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice signoff}: shows what was proven and records who lets it go. */
@Command(
        name = "signoff",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the verification report of the tables' newest attempts and records your word that their batches may be"
                    + " let go of and that their streams take over. It is bound to the report's SHA-256.",
            "Works beside MySQL and beside StarRocks: the other half picks it up from the control topic."
        },
        subcommands = {SignOffListCommand.class, SignOffWaitCommand.class, SignOffKeygenCommand.class, HelpCommand.class
        })
public final class SignOffCommand implements Callable<Integer> {
    @Mixin
    private BaseOptions common = new BaseOptions();

    @Parameters(paramLabel = "TABLE", arity = "0..*", description = "The tables, by their names in StarRocks.")
    private List<String> tables = new ArrayList<>();

    @Option(names = "--all", description = "Every table that is verified and not signed off yet.")
    private boolean all;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(
            names = "--key",
            paramLabel = "FILE|REFERENCE",
            description = "Sign with this private key (a PEM file, env:NAME or file:PATH); needed where"
                    + " policy.signoff.keys names approvers.")
    private @Nullable String key;

    @Option(
            names = "--waive",
            paramLabel = "REASON",
            description = "Accept a difference, for this reason; it is recorded. A run goes on with it only where"
                    + " policy.signoff.waivers is true.")
    private String waiver = "";

    @Option(names = "--dry-run", description = "Show the evidence, say what would be recorded, and record nothing.")
    private boolean dryRun;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        SluiceSettings settings = common.open();
        if (tables.isEmpty() != all) {
            throw new Failure(ExitCode.USAGE, "name the tables to sign off, or say --all");
        }
        PrintWriter out = spec.commandLine().getOut();
        List<SignOffDesk.Page> pages = new ArrayList<>();
        try (SignOffDesk desk = dryRun
                ? SignOffDesk.openToLook(settings, common.journal(settings))
                : SignOffDesk.open(settings, common.journal(settings))) {
            Signer signer = signer(desk.rules());
            List<String> chosen = chosen(settings, desk);
            for (String table : chosen) {
                SignOffDesk.Page page = desk.refuseUnlessOpen(table, signer, waiver);
                if (!common.json()) {
                    new SignOffPages(out).evidence(page);
                }
                pages.add(page.granted() || dryRun ? page : sign(desk, table, signer));
                if (!common.json()) {
                    said(out, pages.get(pages.size() - 1), page.granted(), signer);
                }
            }
        }
        if (common.json()) {
            new SignOffPages(out).json(pages);
        }
        return ExitCode.DONE.number();
    }

    private List<String> chosen(SluiceSettings settings, SignOffDesk desk) {
        List<String> named = TablesOption.chosen(settings, tables);
        if (!all) {
            return named;
        }
        List<String> open = named.stream()
                .filter(table -> {
                    SignOffDesk.Page page = desk.page(table);
                    return page.report().isPresent() && !page.granted();
                })
                .toList();
        if (open.isEmpty() && named.stream().noneMatch(table -> desk.page(table).granted())) {
            throw new Failure(ExitCode.REFUSED, "no table is verified yet; there is nothing to sign off");
        }
        return open;
    }

    private Signer signer(SignOffRules rules) {
        if (key != null) {
            return Signer.holder(secret(key), rules);
        }
        if (!rules.keys().isEmpty()) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "policy.signoff.keys names approvers, so that only their signatures count; sign with --key FILE");
        }
        return Signer.account(yes ? "--yes" : "at the terminal");
    }

    private static String secret(String where) {
        if (SecretReference.isReference(where)) {
            try {
                return SecretReference.parse(where).resolve();
            } catch (RuntimeException e) {
                throw new Failure(ExitCode.USAGE, "--key: " + e.getMessage(), e);
            }
        }
        return StateFile.read(Path.of(where))
                .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
                .orElseThrow(() -> new Failure(ExitCode.USAGE, "--key: there is no file " + where));
    }

    private SignOffDesk.Page sign(SignOffDesk desk, String table, Signer signer) {
        if (!yes) {
            refuseUnlessApproved(table, signer);
        }
        return desk.sign(table, signer, waiver);
    }

    private void refuseUnlessApproved(String table, Signer signer) {
        if (System.console() == null) {
            throw new Failure(
                    ExitCode.REFUSED, table + ": nobody is at a terminal to be asked; say --yes to sign it off");
        }
        PrintWriter err = spec.commandLine().getErr();
        err.println(Messages.system().of("signoff.ask", table, signer.name()));
        err.flush();
        String answer = System.console().readLine();
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).matches("y|yes|是")) {
            throw new Failure(ExitCode.REFUSED, table + ": not signed off");
        }
    }

    private void said(PrintWriter out, SignOffDesk.Page page, boolean before, Signer signer) {
        Messages words = Messages.system();
        String state = before ? "signoff.before" : dryRun ? "signoff.would" : "signoff.recorded";
        out.println(page.table() + ": " + words.of(state, signer.name()));
        if (!before && !dryRun) {
            page.decision().filter(decision -> !decision.granted()).ifPresent(decision -> decision.refusals()
                    .forEach(reason -> out.println("  " + reason)));
        }
        out.flush();
    }
}
