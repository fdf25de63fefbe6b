package io.eipmeter.collector.outbox;

import io.eipmeter.collector.Count;
import io.eipmeter.collector.Counts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one order in which blocks go to Kafka: first those given to the producer, then those on disk,
 * then those in memory. A block leaves only at the end of this line and is forgotten only when it
 * and all before it are acknowledged, so no exporter's blocks overtake each other.
 */
public final class Outbox {
  private final Counts counts;
  private final OutboxLimits limits;
  private final @Nullable Spool spool;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Sending> sending = new ArrayDeque<>();
  private final Deque<OutgoingBlock> queue = new ArrayDeque<>();
  private long sendingBytes;
  private long queueBytes;
  private long takenNanos = System.nanoTime();
  private boolean closed;

  public Outbox(OutboxLimits limits, @Nullable Spool spool, Counts counts) {
    this.limits = limits;
    this.spool = spool;
    this.counts = counts;
  }

  /**
   * Takes a block, to memory or, while there are blocks on disk, to the disk.
   *
   * @return false if there is no room anywhere
   */
  public boolean offer(OutgoingBlock block) {
    lock.lock();
    try {
      boolean taken = offerToMemory(block) || offerToSpool(block);
      changed.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private boolean offerToMemory(OutgoingBlock block) {
    boolean inOrder = spool == null || spool.unread() == 0 || !queue.isEmpty();
    if (!inOrder || queueBytes + sendingBytes + block.costBytes() > limits.memoryBytes()) {
      return false;
    }
    if (queue.isEmpty()) {
      takenNanos = System.nanoTime();
    }
    queue.add(block);
    queueBytes += block.costBytes();
    return true;
  }

  private boolean offerToSpool(OutgoingBlock block) {
    if (spool == null) {
      return false;
    }
    spill();
    return queue.isEmpty() && append(block) >= 0;
  }

  /**
   * Writes to disk what is only in memory, so that a crash does not lose it while Kafka is away.
   * What the producer has stays with the producer too; only what it has not is read back.
   */
  private void spill() {
    if (spool == null) {
      return;
    }
    if (spool.unread() == 0) {
      for (Sending sent : sending) {
        if (sent.spoolPosition() == Sending.NOT_SPOOLED && !sent.isDone()) {
          long position = append(sent.block());
          if (position < 0) {
            return;
          }
          sent.spooledAt(position);
          spool.skip(position);
        }
      }
    }
    while (!queue.isEmpty() && append(queue.element()) >= 0) {
      queueBytes -= queue.remove().costBytes();
    }
  }

  private long append(OutgoingBlock block) {
    if (spool == null) {
      return -1;
    }
    long position = spool.append(block);
    if (position >= 0) {
      counts.add(Count.SPOOLED, block.datagrams());
    }
    return position;
  }

  /** The next block for the producer, if there is one and the window has room. */
  @Nullable Sending take(long nowNanos) {
    lock.lock();
    try {
      if (sendingBytes >= limits.windowBytes() || isStalled(nowNanos)) {
        return null;
      }
      Sending next = fromSpool(nowNanos);
      if (next == null && !queue.isEmpty() && (spool == null || spool.unread() == 0)) {
        OutgoingBlock block = queue.remove();
        queueBytes -= block.costBytes();
        next = new Sending(block, nowNanos, Sending.NOT_SPOOLED);
      }
      if (next != null) {
        takenNanos = nowNanos;
        sending.add(next);
        sendingBytes += next.block().costBytes();
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Sending fromSpool(long nowNanos) {
    if (spool == null || spool.unread() == 0) {
      return null;
    }
    long position = spool.nextRead();
    OutgoingBlock block = spool.read();
    return block == null ? null : new Sending(block, nowNanos, position);
  }

  /** Whether the oldest block at the producer has waited so long that Kafka must be away. */
  boolean isStalled(long nowNanos) {
    lock.lock();
    try {
      Sending oldest = sending.peek();
      return oldest != null && nowNanos - oldest.sinceNanos() > limits.stalledAfter().toNanos();
    } finally {
      lock.unlock();
    }
  }

  /** Puts what is in memory on disk as well if Kafka is away. To be called often. */
  public void secure() {
    lock.lock();
    try {
      long nowNanos = System.nanoTime();
      boolean waiting = !queue.isEmpty() && nowNanos - takenNanos > limits.stalledAfter().toNanos();
      if (!closed && (waiting || isStalled(nowNanos))) {
        spill();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The producer is done with a block. */
  void done(Sending sent, boolean acknowledged) {
    lock.lock();
    try {
      if (closed) {
        return; // it is counted as left or lost, and may be sent again by the next start
      }
      sent.setDone();
      counts.add(acknowledged ? Count.ACKNOWLEDGED : Count.FAILED, sent.block().datagrams());
      for (Sending head = sending.peek(); head != null && head.isDone(); head = sending.peek()) {
        sending.remove();
        sendingBytes -= head.block().costBytes();
        if (spool != null && head.spoolPosition() != Sending.NOT_SPOOLED) {
          spool.release(head.spoolPosition());
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something changes or the time is over, or for no reason at all. */
  @SuppressWarnings("WaitNotInLoop") // the caller looks again in any case
  void await(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      var ignored = changed.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      lock.unlock();
    }
  }

  /** Whether everything taken so far is acknowledged. */
  public boolean isEmpty() {
    lock.lock();
    try {
      return sending.isEmpty() && queue.isEmpty() && (spool == null || spool.unread() == 0);
    } finally {
      lock.unlock();
    }
  }

  /** Makes the disk's content safe against a crash of the machine. */
  public void force() throws IOException {
    if (spool != null) {
      spool.force();
    }
  }

  /** The end: what is not acknowledged goes to disk. */
  void close() {
    lock.lock();
    try {
      spill();
      closed = true;
      long left = spool == null ? 0 : spool.unreadDatagrams();
      long lost = queue.stream().mapToLong(OutgoingBlock::datagrams).sum();
      for (Sending sent : sending) {
        if (!sent.isDone()) {
          if (sent.spoolPosition() == Sending.NOT_SPOOLED) {
            lost += sent.block().datagrams();
          } else {
            left += sent.block().datagrams();
          }
        }
      }
      counts.add(Count.LEFT_IN_SPOOL, left);
      counts.add(Count.LOST_AT_STOP, lost);
    } finally {
      lock.unlock();
    }
  }

  /** Bytes in memory: waiting and at the producer. */
  public long memoryBytes() {
    lock.lock();
    try {
      return queueBytes + sendingBytes;
    } finally {
      lock.unlock();
    }
  }

  /** Bytes on disk. */
  public long spoolBytes() {
    return spool == null ? 0 : spool.bytes();
  }
}
