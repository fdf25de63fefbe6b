package io.eipmeter.jobs.idle.domain;

import io.eipmeter.jobs.log.ownership.Statement;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The intervals in which an address was held, as known now: of each its newest statement. Intervals
 * that ended long ago, or beyond {@value #MOST}, are forgotten; one that runs on into the next
 * without a change of association lends it its beginning.
 */
final class Tenure {
  private static final int MOST = 16;
  private static final long FORGET_MS = 35L * 86_400_000;
  private static final Comparator<Statement> EARLIER_FIRST =
      Comparator.comparingLong(Statement::fromMs).thenComparing(Statement::ownershipId);

  private final List<Statement> intervals;

  Tenure() {
    this(new ArrayList<>());
  }

  private Tenure(List<Statement> intervals) {
    this.intervals = intervals;
  }

  void state(Statement statement, long nowMs) {
    intervals.removeIf(known -> known.ownershipId().equals(statement.ownershipId()));
    if (!statement.withdrawn()) {
      intervals.add(statement);
      intervals.sort(EARLIER_FIRST);
    }
    while (!intervals.isEmpty()
        && (intervals.size() > MOST || intervals.get(0).toMs() < nowMs - FORGET_MS)) {
      Statement oldest = intervals.remove(0);
      if (!intervals.isEmpty() && runsOn(oldest, intervals.get(0))) {
        intervals.set(0, intervals.get(0).from(oldest.fromMs()));
      }
    }
  }

  boolean isEmpty() {
    return intervals.isEmpty();
  }

  /** Who holds the address; of two the earlier. */
  @Nullable Statement holderAt(long atMs) {
    for (Statement interval : intervals) {
      if (interval.holdsAt(atMs) && !interval.event().getStaticPublicIp()) {
        return interval;
      }
    }
    return null;
  }

  /** The newest interval of an EIP. */
  @Nullable Statement lastOf(String eipId) {
    for (int i = intervals.size() - 1; i >= 0; i--) {
      if (intervals.get(i).eipId().equals(eipId)) {
        return intervals.get(i);
      }
    }
    return null;
  }

  /** Since when this EIP is attached to what this interval says, or to nothing. */
  long runFromMs(Statement interval) {
    Statement first = interval;
    for (int i = intervals.indexOf(interval) - 1; i >= 0; i--) {
      if (runsOn(intervals.get(i), first)) {
        first = intervals.get(i);
      }
    }
    return first.fromMs();
  }

  private static boolean runsOn(Statement earlier, Statement later) {
    return earlier.toMs() == later.fromMs()
        && earlier.eipId().equals(later.eipId())
        && earlier.sameAssociation(later);
  }

  /** Whether the EIP of this interval was attached to something before. */
  boolean wasAssociated(Statement interval) {
    for (Statement other : intervals) {
      if (other.associated() && other.eipId().equals(interval.eipId())) {
        return true;
      }
    }
    return false;
  }

  /** When this EIP began to be held. */
  long heldFromMs(Statement interval) {
    for (Statement other : intervals) {
      if (other.eipId().equals(interval.eipId())) {
        return other.fromMs();
      }
    }
    return interval.fromMs();
  }

  /** The next moment after this one at which an interval begins or ends. */
  long nextChangeMs(long afterMs) {
    long nextMs = Long.MAX_VALUE;
    for (Statement interval : intervals) {
      if (interval.fromMs() > afterMs) {
        nextMs = Math.min(nextMs, interval.fromMs());
      }
      if (interval.toMs() > afterMs) {
        nextMs = Math.min(nextMs, interval.toMs());
      }
    }
    return nextMs;
  }

  Tenure copy() {
    return new Tenure(new ArrayList<>(intervals));
  }

  void write(DataOutput target) throws IOException {
    target.writeInt(intervals.size());
    for (Statement interval : intervals) {
      interval.write(target);
    }
  }

  static Tenure read(DataInput source) throws IOException {
    int count = source.readInt();
    List<Statement> intervals = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      intervals.add(Statement.read(source));
    }
    return new Tenure(intervals);
  }
}
