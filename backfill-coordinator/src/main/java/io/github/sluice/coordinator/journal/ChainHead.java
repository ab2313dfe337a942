package io.github.sluice.coordinator.journal;

/**
 * The newest entry of a chain. Whoever has noted it elsewhere can tell later that nothing up to it was changed or cut off.
 *
 * @param seq its number; 0 for a chain without entries
 * @param hash its hash; of a chain without entries the one that its first entry will name
 */
public record ChainHead(long seq, String hash) {
    /** As commands print it and take it: {@code SEQ:HASH}. */
    @Override
    public String toString() {
        return seq + ":" + hash;
    }
}
