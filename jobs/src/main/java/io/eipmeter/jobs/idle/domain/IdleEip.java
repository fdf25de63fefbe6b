package io.eipmeter.jobs.idle.domain;

import io.eipmeter.jobs.log.ownership.Statement;
import io.eipmeter.schemas.v1.IdleEnd;
import io.eipmeter.schemas.v1.IdleKind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one address, and the finding that stands, if one does. {@link #review} is the
 * rule: it is called whenever something was heard and whenever something is due, so what it says
 * depends on the log alone.
 */
final class IdleEip {
  /**
   * A change is said in two statements: one interval ends, the next one begins. Both are heard out,
   * or each change would look like a release.
   */
  private static final long HEAR_OUT_MS = 10_000;

  private static final long DAY_MS = 86_400_000;

  private final Tenure tenure;
  private final UseMeter use;
  private @Nullable OpenFinding finding;

  /** A change was heard of: it is judged at this log time. */
  private long heardOutMs = Long.MIN_VALUE;

  /** Whoever takes a notice. */
  @FunctionalInterface
  interface NoticeTaker {
    void take(OpenFinding finding, IdleEnd end, IdleEip eip, long nowMs);
  }

  IdleEip() {
    this(new Tenure(), new UseMeter());
  }

  private IdleEip(Tenure tenure, UseMeter use) {
    this.tenure = tenure;
    this.use = use;
  }

  void state(Statement statement, long nowMs) {
    tenure.state(statement, nowMs);
    heardOutMs = nowMs + HEAR_OUT_MS;
  }

  Tenure tenure() {
    return tenure;
  }

  UseMeter use() {
    return use;
  }

  /** End of the last minute of use while this EIP held the address; 0: none. */
  long lastUseMs(Statement holder) {
    return use.lastUseMs() > tenure.heldFromMs(holder) ? use.lastUseMs() : 0;
  }

  /**
   * Says what there is to say at this log time: that a finding is over, begins, or still stands.
   */
  void review(long nowMs, IdlePolicy policy, NoticeTaker out) {
    if (nowMs < heardOutMs) {
      return;
    }
    Idleness now = idleness(nowMs, policy);
    OpenFinding open = finding;
    if (open != null && (now == null || !open.is(now))) {
      Statement last = tenure.lastOf(open.eipId());
      out.take(open.next(last == null ? open.holder() : last), end(open, nowMs), this, nowMs);
      finding = null;
      open = null;
    }
    if (now != null && open == null && nowMs >= now.dueMs()) {
      finding = new OpenFinding(now.kind(), now.holder(), now.sinceMs(), nowMs, 1);
      out.take(finding, IdleEnd.IDLE_END_UNSPECIFIED, this, nowMs);
    } else if (now != null && open != null && nowMs >= open.nextNoticeMs(policy)) {
      finding = open.next(now.holder());
      out.take(finding, IdleEnd.IDLE_END_UNSPECIFIED, this, nowMs);
    }
  }

  private @Nullable Idleness idleness(long nowMs, IdlePolicy policy) {
    Statement holder = tenure.holderAt(nowMs);
    if (holder == null || holder.whitelisted()) {
      return null;
    }
    long attachedMs = tenure.runFromMs(holder);
    if (!holder.associated()) {
      return new Idleness(
          holder,
          IdleKind.IDLE_KIND_UNASSOCIATED,
          attachedMs,
          attachedMs + policy.unassociatedFor().toMillis());
    }
    long sinceMs = Math.max(Math.max(attachedMs, use.lastUseMs()), policy.knownFromMs());
    // The minute that ends with the quiet time settles so much later; by then it has been heard.
    long dueMs = sinceMs + policy.unusedFor().toMillis() + policy.settleDelay().toMillis() + 1;
    return new Idleness(holder, IdleKind.IDLE_KIND_UNUSED, sinceMs, dueMs);
  }

  private IdleEnd end(OpenFinding open, long nowMs) {
    Statement holder = tenure.holderAt(nowMs);
    if (holder == null || !holder.eipId().equals(open.eipId())) {
      return IdleEnd.IDLE_END_RELEASED;
    }
    if (holder.whitelisted()) {
      return IdleEnd.IDLE_END_WHITELISTED;
    }
    boolean wasUnused = open.kind() == IdleKind.IDLE_KIND_UNUSED;
    if (!holder.associated()) {
      return wasUnused ? IdleEnd.IDLE_END_DISASSOCIATED : IdleEnd.IDLE_END_RESTATED;
    }
    if (!wasUnused) {
      return IdleEnd.IDLE_END_ASSOCIATED;
    }
    if (use.lastUseMs() > open.sinceMs()) {
      return IdleEnd.IDLE_END_USED;
    }
    return tenure.runFromMs(holder) > open.sinceMs()
        ? IdleEnd.IDLE_END_ASSOCIATED
        : IdleEnd.IDLE_END_RESTATED;
  }

  /** Log time after this one at which {@link #review} has something to say, if nothing is heard. */
  long nextDueMs(long nowMs, IdlePolicy policy) {
    if (nowMs < heardOutMs) {
      return heardOutMs;
    }
    long nextMs = tenure.nextChangeMs(nowMs);
    OpenFinding open = finding;
    if (open != null) {
      return Math.min(nextMs, open.nextNoticeMs(policy));
    }
    Idleness now = idleness(nowMs, policy);
    return now == null ? nextMs : Math.min(nextMs, now.dueMs());
  }

  /** Whether nothing is left to know: nobody is said to hold it, and it is quiet. */
  boolean forgettable(long nowMs, IdlePolicy policy) {
    return tenure.isEmpty()
        && finding == null
        && use.lastHeardMs() < nowMs - policy.unusedFor().toMillis() - DAY_MS;
  }

  IdleEip copy() {
    IdleEip copy = new IdleEip(tenure.copy(), use.copy());
    copy.finding = finding;
    copy.heardOutMs = heardOutMs;
    return copy;
  }

  void write(DataOutput target) throws IOException {
    tenure.write(target);
    use.write(target);
    target.writeLong(heardOutMs);
    OpenFinding open = finding;
    target.writeBoolean(open != null);
    if (open != null) {
      open.write(target);
    }
  }

  static IdleEip read(DataInput source) throws IOException {
    IdleEip eip = new IdleEip(Tenure.read(source), UseMeter.read(source));
    eip.heardOutMs = source.readLong();
    eip.finding = source.readBoolean() ? OpenFinding.read(source) : null;
    return eip;
  }
}
