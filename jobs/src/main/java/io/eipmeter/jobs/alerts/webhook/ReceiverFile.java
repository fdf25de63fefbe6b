package io.eipmeter.jobs.alerts.webhook;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.eipmeter.schemas.files.BadFieldException;
import io.eipmeter.schemas.files.YamlFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The YAML (or JSON) file of receivers. */
final class ReceiverFile {
  private static final YamlFile<Text> FILE = YamlFile.of("receivers", Text.class);

  /** Standard Webhooks: 15 to 30 s. CloudMonitor itself waits 5 s. */
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration PARK_AFTER = Duration.ofDays(1);

  private ReceiverFile() {}

  /** What a file of receivers says, key by key: {@code files/receivers.schema.json}. */
  record Text(List<Entry> receivers) {}

  /** A receiver; what is left out is null. */
  @JsonNaming(KebabCaseStrategy.class)
  record Entry(
      String name,
      Receiver.Form form,
      String url,
      @Nullable List<String> secrets,
      @Nullable Boolean allowPrivate,
      @Nullable Boolean allowHttp,
      @Nullable List<Integer> ports,
      @Nullable Duration timeout,
      @Nullable Duration parkAfter) {}

  static List<Receiver> read(Path file, Map<String, String> environment) {
    return FILE.read(file, text -> receivers(text, environment));
  }

  static List<Receiver> parse(String name, String text, Map<String, String> environment) {
    return FILE.parse(name, text, file -> receivers(file, environment));
  }

  private static List<Receiver> receivers(Text text, Map<String, String> environment) {
    List<Receiver> receivers = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < text.receivers.size(); i++) {
      Entry entry = text.receivers.get(i);
      if (!names.add(entry.name)) {
        throw new BadFieldException(
            "/receivers/" + i + "/name", "'" + entry.name + "' stands twice");
      }
      receivers.add(BadFieldException.at("/receivers/" + i, () -> receiver(entry, environment)));
    }
    return receivers;
  }

  private static Receiver receiver(Entry entry, Map<String, String> environment) {
    List<Secret> secrets = new ArrayList<>();
    for (String where : or(entry.secrets, List.<String>of())) {
      secrets.add(BadFieldException.at("/secrets", () -> Secret.read(where, environment)));
    }
    if (entry.form == Receiver.Form.STANDARD && secrets.isEmpty()) {
      throw new IllegalArgumentException("'secrets' is missing: env:NAME or file:PATH of a key");
    }
    if (entry.form != Receiver.Form.STANDARD && !secrets.isEmpty()) {
      throw new BadFieldException("/secrets", "this form has no signatures");
    }
    Set<Integer> ports = new TreeSet<>(TargetVetting.USUAL_PORTS);
    ports.addAll(or(entry.ports, List.<Integer>of()));
    boolean http = or(entry.allowHttp, false);
    Duration timeout = positive("/timeout", or(entry.timeout, TIMEOUT));
    if (timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new BadFieldException(
          "/timeout", "must be at most " + LONGEST_TIMEOUT + ", was '" + timeout + "'");
    }
    return new Receiver(
        entry.name,
        entry.form,
        BadFieldException.at("/url", () -> TargetVetting.vet(entry.url, http, ports)),
        secrets,
        or(entry.allowPrivate, false),
        timeout,
        positive("/park-after", or(entry.parkAfter, PARK_AFTER)));
  }

  private static Duration positive(String pointer, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new BadFieldException(pointer, "must be positive, was '" + duration + "'");
    }
    return duration;
  }

  private static <T> T or(@Nullable T value, T usual) {
    return value == null ? usual : value;
  }
}
