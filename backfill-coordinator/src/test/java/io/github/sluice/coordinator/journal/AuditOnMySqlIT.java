package io.github.sluice.coordinator.journal;

/** In a database that several people can reach; a few entries, by chance, are broken in every way. */
class AuditOnMySqlIT extends AuditContract {
    private final String url = MySqlJournal.fresh(AuditOnMySqlIT.class);

    @Override
    String where() {
        return url;
    }
}
