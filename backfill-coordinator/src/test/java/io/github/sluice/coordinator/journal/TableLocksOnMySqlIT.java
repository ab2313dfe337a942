package io.github.sluice.coordinator.journal;

/** In a database that several machines share: what the lock is for. */
class TableLocksOnMySqlIT extends TableLocksContract {
    private final String url = MySqlJournal.fresh(TableLocksOnMySqlIT.class);

    @Override
    String where() {
        return url;
    }
}
