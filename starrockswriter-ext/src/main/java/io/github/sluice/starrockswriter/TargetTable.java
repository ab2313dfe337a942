package io.github.sluice.starrockswriter;

import io.github.sluice.streamload.LoadState;
import io.github.sluice.streamload.LoadStates;
import io.github.sluice.streamload.QueryPortException;
import io.github.sluice.streamload.UnfinishedLoad;
import io.github.sluice.wire.row.WireColumn;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a job does about its table before the first row: is StarRocks there and the account right, what has an earlier start
 * left unfinished, which columns are there. Writes nothing but what {@code preSql} says. One thread.
 */
final class TargetTable implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(TargetTable.class);

    private final StarRocksWriterSettings settings;
    private final LoadStates states;

    TargetTable(StarRocksWriterSettings settings) {
        this.settings = settings;
        this.states = new LoadStates(settings.cluster());
    }

    /**
     * Asks the frontends, one after the other, for the state of a label that nobody uses.
     *
     * @throws com.alibaba.datax.common.exception.DataXException when none answers, or one refuses account or database
     */
    void reach() {
        IOException last = null;
        for (int i = 0; i < settings.loadUrls.size(); i++) {
            try {
                states.state(settings.database, settings.labelPrefix + "-is-it-there");
                return;
            } catch (IOException e) {
                if (last != null) {
                    e.addSuppressed(last);
                }
                last = e;
                String message = String.valueOf(e.getMessage());
                if (message.contains("HTTP 401") || message.contains("Access denied")) {
                    throw StarRocksWriterErrorCode.NOT_AUTHORISED.failure(
                            "StarRocks refuses user " + settings.username + ": " + message, e);
                }
                if (message.contains("unknown database")) {
                    throw StarRocksWriterErrorCode.TABLE.failure(settings.target() + ": " + message, e);
                }
                LOG.warn("a frontend is passed over: {}", message);
            }
        }
        throw StarRocksWriterErrorCode.UNREACHABLE.failure(
                "none of " + settings.loadUrls + " answers: " + (last == null ? "" : last.getMessage()), last);
    }

    /**
     * Ends what an earlier start of this run and attempt has begun. Before {@code preSql}: a load that becomes visible after
     * it has emptied the table would leave rows behind.
     */
    void settleFormerLoads(String runId) {
        String prefix =
                ChunkLabels.runPrefix(settings.labelPrefix, runId, settings.attempt, settings.database, settings.table);
        try {
            for (UnfinishedLoad load : states.unfinishedByPrefix(settings.database, prefix)) {
                LoadState state = states.cancel(
                                settings.database, settings.table, load.label(), settings.visibleTimeout)
                        .state();
                LOG.info("{}: {} of an earlier start is {}", settings.target(), load, state);
            }
        } catch (QueryPortException e) {
            throw StarRocksWriterErrorCode.UNREACHABLE.failure(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw StarRocksWriterErrorCode.UNKNOWN_OUTCOME.failure(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The table's columns and their types, in its order.
     *
     * @throws com.alibaba.datax.common.exception.DataXException when there is no such table, or one of the job's columns is
     *     not in it
     */
    Map<String, String> columns(QueryUrl url) {
        Map<String, String> columns = new QueryPort(settings, url).columns();
        if (columns.isEmpty()) {
            throw StarRocksWriterErrorCode.TABLE.failure(
                    settings.target() + " does not exist, or " + settings.username + " may not see it");
        }
        if (!settings.everyColumn() && !settings.headers.mapsColumns()) {
            Set<String> known = new HashSet<>();
            columns.keySet().forEach(name -> known.add(name.toLowerCase(Locale.ROOT)));
            List<String> missing = new ArrayList<>();
            for (WireColumn column : settings.columns) {
                if (!column.name().equals(Operation.COLUMN)
                        && !known.contains(column.name().toLowerCase(Locale.ROOT))) {
                    missing.add(column.name());
                }
            }
            if (!missing.isEmpty()) {
                throw StarRocksWriterErrorCode.TABLE.failure(
                        settings.target() + " has no column " + String.join(", ", missing));
            }
        }
        return columns;
    }

    @Override
    public void close() {
        try {
            states.close();
        } catch (IOException e) {
            LOG.debug("closing the HTTP client", e);
        }
    }
}
