package io.eipmeter.jobs.idle.domain;

import io.eipmeter.jobs.log.ownership.Statement;
import io.eipmeter.schemas.v1.IdleKind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A finding that stands.
 *
 * @param holder the interval that held the address at the last notice
 * @param sinceMs since when the EIP is idle
 * @param foundMs log time of the first notice
 * @param number of the last notice
 */
record OpenFinding(IdleKind kind, Statement holder, long sinceMs, long foundMs, int number) {
  String eipId() {
    return holder.eipId();
  }

  boolean is(Idleness idleness) {
    return kind == idleness.kind()
        && sinceMs == idleness.sinceMs()
        && eipId().equals(idleness.holder().eipId());
  }

  /** Log time of the notice after the last. */
  long nextNoticeMs(IdlePolicy policy) {
    return foundMs + number * policy.noticeEvery().toMillis();
  }

  /** The notice after the last. */
  OpenFinding next(Statement nowHolder) {
    return new OpenFinding(kind, nowHolder, sinceMs, foundMs, number + 1);
  }

  void write(DataOutput target) throws IOException {
    target.writeInt(kind.getNumber());
    holder.write(target);
    target.writeLong(sinceMs);
    target.writeLong(foundMs);
    target.writeInt(number);
  }

  static OpenFinding read(DataInput source) throws IOException {
    return new OpenFinding(
        IdleKind.forNumber(source.readInt()),
        Statement.read(source),
        source.readLong(),
        source.readLong(),
        source.readInt());
  }
}
