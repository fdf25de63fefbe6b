package io.eipmeter.collector.control;

import io.eipmeter.collector.outbox.KafkaSettings;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.files.BadFileException;
import io.eipmeter.schemas.v1.Settings;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The numbered versions in {@code settings}. A version, once there, never changes. */
public final class SettingsLog {
  private final KafkaSettings kafka;
  private final Clock clock;

  public SettingsLog(KafkaSettings kafka, Clock clock) {
    this.kafka = kafka;
    this.clock = clock;
  }

  /** All versions, oldest first. */
  public List<Settings> versions() {
    List<Settings> versions = new ArrayList<>();
    TopicScan.all(
        kafka, Topic.SETTINGS, Settings.parser(), (record, version) -> versions.add(version));
    return versions;
  }

  /**
   * Appends the next version.
   *
   * @param wanted its version number is not looked at
   * @return what was appended, or the newest version if that says the same already
   * @throws BadFileException if it may not follow the newest one
   */
  public Settings apply(Settings wanted) {
    List<Settings> versions = versions();
    Settings next = next(versions, wanted, clock.millis());
    if (next.getVersion() > versions.size()) {
      try (EventPublisher publisher = EventPublisher.withoutHeartbeats(kafka, clock)) {
        publisher.publish(next);
        publisher.flush();
      }
    }
    return next;
  }

  /** The rule of {@link #apply}. */
  static Settings next(List<Settings> versions, Settings wanted, long nowMs) {
    if (versions.isEmpty()) {
      if (wanted.getFromLogMs() != 0) {
        throw new BadFileException(
            "from: the first version holds from the beginning; leave 'from' out");
      }
      return wanted.toBuilder().setVersion(1).build();
    }
    Settings newest = versions.get(versions.size() - 1);
    Settings same = wanted.toBuilder().setVersion(newest.getVersion()).build();
    if (same.equals(newest)
        || same.toBuilder().setFromLogMs(newest.getFromLogMs()).build().equals(newest)
            && wanted.getFromLogMs() == 0) {
      return newest;
    }
    if (wanted.getFromLogMs() <= nowMs) {
      throw new BadFileException(
          "from: a new version must begin in the future, for what is settled stays; it is now "
              + Instant.ofEpochMilli(nowMs)
              + (wanted.getFromLogMs() == 0
                  ? " and 'from' is not told"
                  : " and 'from' is " + Instant.ofEpochMilli(wanted.getFromLogMs())));
    }
    if (wanted.getFromLogMs() <= newest.getFromLogMs()) {
      throw new BadFileException(
          "from: version "
              + newest.getVersion()
              + " begins at "
              + Instant.ofEpochMilli(newest.getFromLogMs())
              + "; the next must begin later");
    }
    return wanted.toBuilder().setVersion(newest.getVersion() + 1).build();
  }
}
