package io.github.sluice.demo.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.demo.data.DemoData;
import io.github.sluice.demo.data.SourceTable;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiveTableTest {
    @Test
    void aTableIsGrownWhenItHasTwiceItsRowsAndNotAfterOneHasGone() {
        SourceTable table = DemoData.of(1, 60_000).tables().get(0);
        assertThat(table.rows()).isGreaterThan(1_000);
        LiveTable live = new LiveTable(table);
        int inserted = 0;
        while (!live.isGrown()) {
            live.inserted(live.fresh());
            inserted++;
        }
        assertThat(inserted).isBetween((int) table.rows(), (int) table.rows() + 100);
        live.deleted(live.any(new Random(1)));
        assertThat(live.isGrown()).isFalse();
    }

    @Test
    void aSmallTableMayGrowBeyondThat() {
        LiveTable live =
                new LiveTable(DemoData.of(1, DemoData.LEAST_ROWS).tables().get(0));
        for (int i = 0; i < 500; i++) {
            live.inserted(live.fresh());
        }
        assertThat(live.isGrown()).isFalse();
    }
}
