package io.eipmeter.jobs.bandwidth.domain;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.schemas.v1.Settings;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * All versions of the settings, each with the log time from which it holds. What a version decides
 * about an interval is decided by the version in force at the interval's start, so that a change
 * cuts no interval in two.
 */
public final class SettingsHistory implements Serializable {
  private static final long serialVersionUID = 1L;

  private transient List<Measurement> versions;
  private transient int lastUsed;

  /**
   * @param versions in the order of their numbers
   * @throws IllegalArgumentException if there is none, a number is missing, or times do not grow
   */
  public SettingsHistory(List<Settings> versions) {
    this.versions = check(versions);
  }

  private static List<Measurement> check(List<Settings> versions) {
    if (versions.isEmpty()) {
      throw new IllegalArgumentException("there are no settings: apply a first version");
    }
    List<Measurement> checked = new ArrayList<>();
    for (Settings settings : versions) {
      if (settings.getVersion() != checked.size() + 1) {
        throw new IllegalArgumentException(
            "settings version "
                + (checked.size() + 1)
                + " is missing; found "
                + settings.getVersion());
      }
      if (!checked.isEmpty()
          && settings.getFromLogMs() <= checked.get(checked.size() - 1).settings().getFromLogMs()) {
        throw new IllegalArgumentException(
            "settings version "
                + settings.getVersion()
                + " must hold from later than the one before");
      }
      checked.add(new Measurement(settings));
    }
    return checked;
  }

  /** The version in force at a log time; the first one before all. */
  Measurement at(long logMs) {
    if (!holds(lastUsed, logMs)) {
      lastUsed = versions.size() - 1;
      while (lastUsed > 0 && !holds(lastUsed, logMs)) {
        lastUsed--;
      }
    }
    return versions.get(lastUsed);
  }

  private boolean holds(int version, long logMs) {
    return (version == 0 || versions.get(version).settings().getFromLogMs() <= logMs)
        && (version + 1 == versions.size()
            || logMs < versions.get(version + 1).settings().getFromLogMs());
  }

  public long settleDelayMs(long minute) {
    return at(minute * Slices.MINUTE_MS).settings().getSettleDelayMs();
  }

  public long sealDelayMs(long quarter) {
    return at(quarter * Slices.QUARTER_MS).settings().getSealDelayMs();
  }

  /**
   * Whether any row of any version can close after one log time and at or before another: the
   * closes of {@link Slices} lie on a few grids, so that nothing need be searched between them.
   */
  public boolean mayClose(long afterMs, long untilMs) {
    if (afterMs == Long.MIN_VALUE || passes(Slices.MINUTE_MS, 0, afterMs, untilMs)) {
      return true;
    }
    for (Measurement version : versions) {
      Settings settings = version.settings();
      if (passes(Slices.MINUTE_MS, settings.getSettleDelayMs(), afterMs, untilMs)
          || passes(Slices.QUARTER_MS, settings.getSealDelayMs(), afterMs, untilMs)) {
        return true;
      }
    }
    return false;
  }

  private static boolean passes(long periodMs, long shiftMs, long afterMs, long untilMs) {
    return Math.floorDiv(untilMs - shiftMs, periodMs) > Math.floorDiv(afterMs - shiftMs, periodMs);
  }

  public Settings settingsAt(long logMs) {
    return at(logMs).settings();
  }

  public int versions() {
    return versions.size();
  }

  /** SHA-256 of the first so many versions, in hexadecimal digits. */
  public String digest(int count) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Measurement version : versions.subList(0, count)) {
        digest.update(version.settings().toByteArray());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Checks that these settings continue those of an earlier run.
   *
   * @param used how many versions that run knew, and {@code digest} of them
   * @param reachedMs the log time it had reached
   * @throws IllegalStateException if a version in use is gone or changed, or a new one holds from a
   *     log time that was reached already
   */
  public void requireContinues(int used, String digest, long reachedMs) {
    if (used > versions.size() || !digest(used).equals(digest)) {
      throw new IllegalStateException(
          "the settings that were in use, versions 1 to " + used + ", are gone or changed");
    }
    if (used < versions.size() && versions.get(used).settings().getFromLogMs() <= reachedMs) {
      throw new IllegalStateException(
          "settings version "
              + (used + 1)
              + " holds from "
              + Instant.ofEpochMilli(versions.get(used).settings().getFromLogMs())
              + ", but log time had reached "
              + Instant.ofEpochMilli(reachedMs)
              + " without it: replay from there with a new generation");
    }
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    out.writeInt(versions.size());
    for (Measurement version : versions) {
      byte[] bytes = version.settings().toByteArray();
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    List<Settings> read = new ArrayList<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      try {
        read.add(Settings.parseFrom(bytes));
      } catch (InvalidProtocolBufferException e) {
        throw new IOException(e);
      }
    }
    versions = check(read);
  }
}
