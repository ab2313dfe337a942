package io.github.sluice.coordinator.source;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.source.MySqlPositions.End;
import io.github.sluice.wire.position.FilePosition;
import io.github.sluice.wire.position.SourcePosition;
import java.sql.ResultSet;
import java.util.Collection;

/**
 * By places in one server's binlog files. {@code SHOW MASTER STATUS} is never behind what a SELECT sees, because a
 * transaction is written to the binlog before the storage engine commits it, and ahead of it by what is under commit: by
 * up to as many transactions as there are writers. So a place says how much the streamer must have; for what a SELECT must
 * see, the commits under way are waited for ({@link CommitsInFlight}).
 */
final class PlaceCounting implements Counting {
    private final MySqlPositions mysql;
    private final String serverUuid;

    /** @param serverUuid the server whose binlog the streamer reads */
    PlaceCounting(MySqlPositions mysql, String serverUuid) {
        this.mysql = mysql;
        this.serverUuid = serverUuid;
    }

    @Override
    public void refuseUnlessFit() {
        end();
        mysql.query("SELECT COUNT(*) FROM information_schema.innodb_trx", ResultSet::next);
    }

    @Override
    public End end() {
        String uuid = mysql.query("SELECT @@GLOBAL.server_uuid", rows -> {
            rows.next();
            return rows.getString(1);
        });
        if (!uuid.equals(serverUuid)) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "the streamer counts this source in places of the binlog of server " + serverUuid
                            + ", and DataX would read server " + uuid
                            + ": without GTIDs both must be the same one; correct"
                            + " section source or the streamer's hosts");
        }
        return mysql.query(mysql.showBinlogStatus(), rows -> {
            if (!rows.next()) {
                throw new Failure(ExitCode.REFUSED, "MySQL writes no binlog (log_bin is OFF)");
            }
            return new End(uuid, new FilePosition(uuid, rows.getString(1), rows.getLong(2), 0));
        });
    }

    /** Whatever was sent stood in the binlog before this call, so it is enough to wait for the commits under way now. */
    @Override
    public Visibility visibility(Collection<SourcePosition> sent) {
        return new CommitsInFlight(mysql);
    }
}
