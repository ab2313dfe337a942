package io.github.sluice.testbed.datax.engine;

import com.alibaba.datax.common.element.Record;
import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.util.Configuration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue between the reader and the writer of one task, bounded by rows and by bytes. Counts rows as read when they
 * are pushed and as received when they are pulled, which is not when they are stored; slows the reader down to the
 * channel's speed limits. One reader, one writer.
 */
final class MemoryChannel {
    private static final Logger LOG = LoggerFactory.getLogger("Channel");
    private static final AtomicBoolean LIMITS_PRINTED = new AtomicBoolean();

    private final int capacity;
    private final int byteCapacity;
    private final int pullSize;
    private final long byteSpeed;
    private final long recordSpeed;
    private final long flowControlInterval;
    private final Communication task;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition roomMade = lock.newCondition();
    private final Condition rowsAdded = lock.newCondition();
    private final Deque<Record> queue = new ArrayDeque<>();
    private int queuedBytes;
    private volatile long waitReaderNanos;
    private volatile long waitWriterNanos;

    // only the reader's thread
    private long checkedAt = System.currentTimeMillis();
    private long checkedBytes;
    private long checkedRecords;

    MemoryChannel(Configuration group, Communication task) {
        this.task = task;
        capacity = group.getInt(Keys.CHANNEL_CAPACITY, 2048);
        byteCapacity = group.getInt(Keys.CHANNEL_BYTE_CAPACITY, 8 * 1024 * 1024);
        pullSize = group.getInt(Keys.EXCHANGER_SIZE);
        byteSpeed = group.getLong(Keys.CHANNEL_BYTE_SPEED, 1024 * 1024);
        recordSpeed = group.getLong(Keys.CHANNEL_RECORD_SPEED, 10000);
        flowControlInterval = group.getLong(Keys.FLOW_CONTROL_INTERVAL, 1000);
        if (capacity <= 0) {
            throw new IllegalArgumentException(String.format("通道容量[%d]必须大于0.", capacity));
        }
        if (LIMITS_PRINTED.compareAndSet(false, true)) {
            LOG.info("Channel set byte_speed_limit to {}{}", byteSpeed, byteSpeed <= 0 ? ", No bps activated." : ".");
            LOG.info(
                    "Channel set record_speed_limit to {}{}",
                    recordSpeed,
                    recordSpeed <= 0 ? ", No tps activated." : ".");
        }
    }

    int byteCapacity() {
        return byteCapacity;
    }

    /** Waits until all of {@code rows} fit in. */
    void pushAll(Collection<Record> rows) {
        int memory = rows.stream().mapToInt(Record::getMemorySize).sum();
        long began = System.nanoTime();
        lockOrFail();
        try {
            while (queuedBytes + memory > byteCapacity || queue.size() + rows.size() > capacity) {
                roomMade.await();
            }
            queue.addAll(rows);
            queuedBytes += memory;
            waitWriterNanos += System.nanoTime() - began;
            rowsAdded.signalAll();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            lock.unlock();
        }
        countPushed(rows);
    }

    void pushEnd() {
        lockOrFail();
        try {
            while (queue.size() >= capacity) {
                roomMade.await();
            }
            queue.add(EndOfRows.INSTANCE);
            rowsAdded.signalAll();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for at least one row; at most as many as an exchanger's buffer holds. */
    List<Record> pullAll() {
        List<Record> rows = new ArrayList<>(pullSize);
        long began = System.nanoTime();
        lockOrFail();
        try {
            while (queue.isEmpty()) {
                rowsAdded.await();
            }
            waitReaderNanos += System.nanoTime() - began;
            while (rows.size() < pullSize && !queue.isEmpty()) {
                Record row = queue.removeFirst();
                queuedBytes -= row.getMemorySize();
                rows.add(row);
            }
            roomMade.signalAll();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            lock.unlock();
        }
        task.add(Communication.WRITE_RECEIVED_RECORDS, rows.size());
        task.add(Communication.WRITE_RECEIVED_BYTES, bytesOf(rows));
        return rows;
    }

    void clear() {
        lock.lock();
        try {
            queue.clear();
            queuedBytes = 0;
            roomMade.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void lockOrFail() {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static DataXException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return DataXException.asDataXException(EngineErrorCode.RUNTIME_ERROR, e);
    }

    private static long bytesOf(Collection<Record> rows) {
        return rows.stream().mapToLong(Record::getByteSize).sum();
    }

    private void countPushed(Collection<Record> rows) {
        task.add(Communication.READ_SUCCEED_RECORDS, rows.size());
        task.add(Communication.READ_SUCCEED_BYTES, bytesOf(rows));
        task.set(Communication.WAIT_READER_TIME, waitReaderNanos);
        task.set(Communication.WAIT_WRITER_TIME, waitWriterNanos);
        long now = System.currentTimeMillis();
        long interval = now - checkedAt;
        if ((byteSpeed <= 0 && recordSpeed <= 0) || interval < flowControlInterval) {
            return;
        }
        long bytes = task.totalReadBytes();
        long records = task.totalReadRecords();
        long pause = Math.max(
                excessMillis(bytes - checkedBytes, interval, byteSpeed),
                excessMillis(records - checkedRecords, interval, recordSpeed));
        if (pause > 0) {
            sleep(pause);
        }
        checkedBytes = task.totalReadBytes();
        checkedRecords = task.totalReadRecords();
        checkedAt = now;
    }

    /** How much longer the last interval should have been to keep the limit; the time of the pause itself counts too. */
    private static long excessMillis(long amount, long interval, long limitPerSecond) {
        if (limitPerSecond <= 0 || interval <= 0) {
            return 0;
        }
        long speed = amount * 1000 / interval;
        return speed > limitPerSecond ? speed * interval / limitPerSecond - interval : 0;
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
