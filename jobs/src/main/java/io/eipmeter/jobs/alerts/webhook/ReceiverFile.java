package io.eipmeter.jobs.alerts.webhook;

import io.eipmeter.jobs.alerts.file.BadFileException;
import io.eipmeter.jobs.alerts.file.Fields;
import io.eipmeter.jobs.alerts.file.UserFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The YAML (or JSON) file of receivers. */
final class ReceiverFile {
  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "form",
          "url",
          "secrets",
          "allow-private",
          "allow-http",
          "ports",
          "timeout",
          "park-after");

  /** Standard Webhooks: 15 to 30 s. CloudMonitor itself waits 5 s. */
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration PARK_AFTER = Duration.ofDays(1);

  private ReceiverFile() {}

  static List<Receiver> read(Path file, Map<String, String> environment) throws BadFileException {
    return parse(file.getFileName().toString(), UserFile.read(file), environment);
  }

  static List<Receiver> parse(String fileName, String text, Map<String, String> environment)
      throws BadFileException {
    List<Receiver> receivers = new ArrayList<>();
    for (Fields fields : Fields.list(fileName, text, "receivers", "name", FIELDS)) {
      receivers.add(receiver(fields, environment));
    }
    if (receivers.isEmpty()) {
      throw new BadFileException(fileName + ": 'receivers' names nobody");
    }
    return receivers;
  }

  private static Receiver receiver(Fields fields, Map<String, String> environment)
      throws BadFileException {
    String name = fields.required("name");
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")) {
      throw fields.bad("name", "must be 1 to 64 letters, digits, - and _");
    }
    Receiver.Form form = fields.parsed("form", ReceiverFile::form);
    List<Secret> secrets = new ArrayList<>();
    for (String where : fields.texts("secrets")) {
      try {
        secrets.add(Secret.read(where, environment));
      } catch (IllegalArgumentException e) {
        throw fields.bad("secrets", String.valueOf(e.getMessage()));
      }
    }
    if (form == Receiver.Form.STANDARD && secrets.isEmpty()) {
      throw fields.bad("'secrets' is missing: env:NAME or file:PATH of a key");
    }
    if (form != Receiver.Form.STANDARD && !secrets.isEmpty()) {
      throw fields.bad("secrets", "this form has no signatures");
    }
    boolean http = fields.flag("allow-http");
    Set<Integer> ports = ports(fields);
    URI url = fields.parsed("url", text -> TargetVetting.vet(text, http, ports));
    Duration timeout = fields.duration("timeout", TIMEOUT);
    if (timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw fields.bad("timeout", "must be at most " + LONGEST_TIMEOUT);
    }
    return new Receiver(
        name,
        form,
        url,
        secrets,
        fields.flag("allow-private"),
        timeout,
        fields.duration("park-after", PARK_AFTER));
  }

  private static Set<Integer> ports(Fields fields) throws BadFileException {
    Set<Integer> ports = new java.util.TreeSet<>(TargetVetting.USUAL_PORTS);
    for (String text : fields.texts("ports")) {
      try {
        ports.add(Integer.parseInt(text));
      } catch (NumberFormatException e) {
        throw fields.bad("ports", "'" + text + "' is no port");
      }
    }
    return ports;
  }

  private static Receiver.Form form(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "standard" -> Receiver.Form.STANDARD;
      case "alertmanager" -> Receiver.Form.ALERTMANAGER;
      case "cloudmonitor" -> Receiver.Form.CLOUDMONITOR;
      default ->
          throw new IllegalArgumentException(
              "must be standard, alertmanager or cloudmonitor, was '" + text + "'");
    };
  }
}
