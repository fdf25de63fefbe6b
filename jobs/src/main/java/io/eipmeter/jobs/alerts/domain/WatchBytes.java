package io.eipmeter.jobs.alerts.domain;

import io.eipmeter.jobs.log.Address;
import io.eipmeter.schemas.v1.AlertLevel;
import io.eipmeter.schemas.v1.AlertState;
import io.eipmeter.schemas.v1.ResourceKind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A {@link Watch} as it is checkpointed: 66 bytes and its owners (about 100 bytes each) at rest, 61
 * a minute or second that still counts (of seconds at most 150 and the settle delay's), about 150 a
 * rule that is not at rest, 8 more for each earlier period such a rule compares with.
 */
public final class WatchBytes {
  private static final int FORMAT = 1;

  private WatchBytes() {}

  public static void write(Watch watch, DataOutput out) throws IOException {
    out.writeByte(FORMAT);
    out.writeByte(watch.kind().getNumber());
    out.writeUTF(watch.name());
    out.writeLong(watch.address().high());
    out.writeLong(watch.address().low());
    out.writeLong(watch.frontierMs());
    out.writeLong(watch.sinceMs());
    out.writeInt(watch.owners().all().size());
    for (Owners.Owner owner : watch.owners().all()) {
      write(owner, out);
    }
    write(watch.minutes(), out);
    write(watch.seconds(), out);
    write(watch.gauge(), out);
    out.writeInt(watch.standings().size());
    for (Map.Entry<String, Watch.Standing> standing : watch.standings().entrySet()) {
      out.writeUTF(standing.getKey());
      out.writeInt(standing.getValue().version());
      write(standing.getValue().judgement(), out);
      write(standing.getValue().telling(), out);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static Watch read(DataInput in) throws IOException {
    int format = in.readByte();
    if (format != FORMAT) {
      throw new IOException("state of format " + format + ", known is " + FORMAT);
    }
    ResourceKind kind = ResourceKind.forNumber(in.readByte());
    String name = in.readUTF();
    Watch watch = new Watch(kind, new Address(in.readLong(), in.readLong()));
    watch.callIt(name);
    watch.restoreTimes(in.readLong(), in.readLong());
    for (int left = in.readInt(); left > 0; left--) {
      watch.owners().state(readOwner(in));
    }
    read(in, watch.minutes());
    read(in, watch.seconds());
    read(in, watch.gauge());
    for (int left = in.readInt(); left > 0; left--) {
      watch
          .standings()
          .put(in.readUTF(), new Watch.Standing(in.readInt(), readJudgement(in), readTelling(in)));
    }
    return watch;
  }

  private static void write(Minutes minutes, DataOutput out) throws IOException {
    out.writeInt(minutes.all().size());
    for (Map.Entry<Long, Minutes.Minute> minute : minutes.all().entrySet()) {
      out.writeLong(minute.getKey());
      out.writeBoolean(minute.getValue().settled());
      write(minute.getValue().sums(), out);
    }
  }

  private static void read(DataInput in, Minutes to) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      to.put(in.readLong(), in.readBoolean(), readLongs(in));
    }
  }

  private static void write(Gauge gauge, DataOutput out) throws IOException {
    out.writeInt(gauge.changes().size());
    for (Map.Entry<Long, Long> change : gauge.changes().entrySet()) {
      out.writeLong(change.getKey());
      out.writeLong(change.getValue());
    }
    out.writeInt(gauge.standing().size());
    for (String finding : gauge.standing()) {
      out.writeUTF(finding);
    }
    out.writeUTF(gauge.position());
    out.writeLong(gauge.sinceMs());
    out.writeUTF(gauge.cost().toString());
  }

  private static void read(DataInput in, Gauge to) throws IOException {
    Map<Long, Long> changes = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      changes.put(in.readLong(), in.readLong());
    }
    Set<String> standing = new HashSet<>();
    for (int left = in.readInt(); left > 0; left--) {
      standing.add(in.readUTF());
    }
    to.restore(changes, standing, in.readUTF(), in.readLong(), new BigDecimal(in.readUTF()));
  }

  private static void write(Owners.Owner owner, DataOutput out) throws IOException {
    out.writeUTF(owner.ownershipId());
    out.writeLong(owner.fromMs());
    out.writeLong(owner.toMs());
    out.writeLong(owner.logMs());
    out.writeUTF(owner.eipId());
    out.writeUTF(owner.account());
    out.writeUTF(owner.region());
    out.writeUTF(owner.name());
    out.writeLong(owner.maximumBitsPerSecond());
  }

  private static Owners.Owner readOwner(DataInput in) throws IOException {
    return new Owners.Owner(
        in.readUTF(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readUTF(),
        in.readUTF(),
        in.readUTF(),
        in.readUTF(),
        in.readLong());
  }

  private static void write(Judgement judgement, DataOutput out) throws IOException {
    write(judgement.settled(), out);
    out.writeInt(judgement.runs().length);
    for (int i = 0; i < judgement.runs().length; i++) {
      out.writeInt(judgement.runs()[i]);
      write(judgement.earlier()[i], out);
    }
  }

  private static Judgement readJudgement(DataInput in) throws IOException {
    Verdict settled = readVerdict(in);
    int[] runs = new int[in.readInt()];
    long[][] earlier = new long[runs.length][];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = in.readInt();
      earlier[i] = readLongs(in);
    }
    return new Judgement(settled, runs, earlier);
  }

  private static void write(Telling telling, DataOutput out) throws IOException {
    write(telling.told(), out);
    write(telling.seen(), out);
    out.writeLong(telling.aliasMs());
    out.writeLong(telling.startsMs());
    out.writeLong(telling.lastNoticeMs());
    out.writeBoolean(telling.isHeld());
    write(telling.changesMs().stream().mapToLong(Long::longValue).toArray(), out);
  }

  private static Telling readTelling(DataInput in) throws IOException {
    Verdict told = readVerdict(in);
    Verdict seen = readVerdict(in);
    long aliasMs = in.readLong();
    long startsMs = in.readLong();
    long lastNoticeMs = in.readLong();
    boolean held = in.readBoolean();
    List<Long> changesMs = new ArrayList<>();
    for (long ms : readLongs(in)) {
      changesMs.add(ms);
    }
    return Telling.restored(told, seen, aliasMs, startsMs, lastNoticeMs, held, changesMs);
  }

  private static void write(Verdict verdict, DataOutput out) throws IOException {
    out.writeByte(verdict.state().getNumber());
    out.writeByte(verdict.level().getNumber());
    out.writeLong(verdict.anchorMs());
    out.writeLong(verdict.periodMs());
    out.writeLong(verdict.amount());
    out.writeBoolean(verdict.early());
  }

  private static Verdict readVerdict(DataInput in) throws IOException {
    return new Verdict(
        AlertState.forNumber(in.readByte()),
        AlertLevel.forNumber(in.readByte()),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readBoolean());
  }

  private static void write(long[] values, DataOutput out) throws IOException {
    out.writeInt(values.length);
    for (long value : values) {
      out.writeLong(value);
    }
  }

  private static long[] readLongs(DataInput in) throws IOException {
    long[] values = new long[in.readInt()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readLong();
    }
    return values;
  }
}
