package io.github.sluice.coordinator.journal;

/** In a database that several people can reach. */
class StateAuditOnMySqlIT extends StateAuditContract {
    private final String url = MySqlJournal.fresh(StateAuditOnMySqlIT.class);

    @Override
    String where() {
        return url;
    }
}
