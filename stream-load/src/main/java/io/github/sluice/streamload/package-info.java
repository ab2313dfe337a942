/**
 * The write path into StarRocks: the transactional Stream Load client, labels, load states and row errors.
 *
 * <p>{@link io.github.sluice.streamload.TransactionalLoader} writes, {@link io.github.sluice.streamload.LoadStates}
 * looks; both are made from {@link io.github.sluice.streamload.Cluster}.
 */
@NullMarked
package io.github.sluice.streamload;

import org.jspecify.annotations.NullMarked;
