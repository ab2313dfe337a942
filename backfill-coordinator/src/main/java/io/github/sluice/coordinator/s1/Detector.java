package io.github.sluice.coordinator.s1;

/** Looks for some of the known faults, and is silent where they are repaired. Has no state. */
interface Detector {
    void look(S1Folder folder, Report report);
}
