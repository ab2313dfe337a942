package io.github.sluice.coordinator.plan;

import io.github.sluice.coordinator.plan.PlanFolder.PlannedFile;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** DolphinScheduler's files of a plan: the workflows that this half can run, and the script that makes them. */
final class WorkflowFiles {
    static final String PREFIX = "dolphinscheduler_";

    private WorkflowFiles() {}

    /** @param source whether this half has a MySQL to read; the workflows of several are those of one */
    static List<PlannedFile> of(SluiceSettings settings, boolean source) {
        boolean target = settings.starrocks() != null;
        List<PlannedFile> files = new ArrayList<>();
        for (Side side : Side.values()) {
            boolean here = (source || !side.hasSource()) && (target || !side.hasTarget());
            if (here) {
                files.add(json(side.name().toLowerCase(Locale.ROOT), Workflow.of(side, settings)));
            }
        }
        if (target && settings.streamer() != null) {
            files.add(json("freshness", Workflow.freshness(settings)));
        }
        if (!files.isEmpty()) {
            files.add(new PlannedFile(PREFIX + "create.sh", TextTemplate.read("dolphinscheduler/create.sh"), true));
        }
        return files;
    }

    private static PlannedFile json(String name, @Nullable Object document) {
        return new PlannedFile(PREFIX + name + ".json", Template.print(document), false);
    }
}
