package io.github.sluice.coordinator.s1;

import java.util.List;

/** Every detector of known faults. They look at text: what a program does only when it runs is not found. */
public final class S1Faults {
    private static final List<Detector> DETECTORS = List.of(
            new MalformedJson(),
            new InlineSecrets(),
            new WriterCode(),
            new CipherCode(),
            new TransformCode(),
            new GeneratorCode(),
            new StreamerCode(),
            new ScriptCode(),
            new BrokerFiles(),
            new JobFiles(),
            new ConnectorFiles(),
            new TableFiles(),
            new Statements());

    private S1Faults() {}

    /** What is known to be wrong with the files of a folder, by number, file and line. */
    public static List<Finding> in(S1Folder folder) {
        Report report = new Report();
        DETECTORS.forEach(detector -> detector.look(folder, report));
        return report.findings();
    }
}
