package io.github.sluice.coordinator.source;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.source.MySqlPositions.End;
import io.github.sluice.wire.position.GtidSet;
import io.github.sluice.wire.position.SourcePosition;
import java.util.Collection;
import java.util.List;

/**
 * By {@code @@gtid_executed}: a GTID is added to it after the storage engine has committed, so it is never ahead of what a
 * SELECT sees, and behind it for moments only.
 */
final class GtidCounting implements Counting {
    private final MySqlPositions mysql;

    GtidCounting(MySqlPositions mysql) {
        this.mysql = mysql;
    }

    @Override
    public void refuseUnlessFit() {
        String mode = mysql.variables("gtid_mode").getOrDefault("gtid_mode", "OFF");
        if (!mode.equals("ON")) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "MySQL has gtid_mode " + mode
                            + ", and the streamer counts this source in GTIDs; switch it back to ON"
                            + " (SET GLOBAL gtid_mode goes OFF, OFF_PERMISSIVE, ON_PERMISSIVE, ON without a restart), or"
                            + " begin anew with a streamer of another name, which then counts in places of the binlog");
        }
    }

    @Override
    public End end() {
        return mysql.query("SELECT @@GLOBAL.server_uuid, @@GLOBAL.gtid_executed", rows -> {
            rows.next();
            return new End(rows.getString(1), GtidSet.parse(rows.getString(2)));
        });
    }

    @Override
    public Visibility visibility(Collection<SourcePosition> sent) {
        List<SourcePosition> all = List.copyOf(sent);
        return new Visibility() {
            @Override
            public boolean reached() {
                SourcePosition executed = end().position();
                return all.stream().allMatch(executed::covers);
            }

            @Override
            public String missing() {
                return "the server that DataX reads to execute what the streamer has sent already (is it a replica that is"
                        + " behind?)";
            }
        };
    }
}
