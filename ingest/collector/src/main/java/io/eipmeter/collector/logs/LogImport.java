package io.eipmeter.collector.logs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the provider's logs into usage by the hour. A line that stands there twice, in one file or
 * in two, counts once: about 60 bytes a line are held for that.
 */
public final class LogImport {
  private final LogFormat format;
  private final List<AddressRange> internal;
  private final HourUsage usage;
  private final ObjectMapper json = new ObjectMapper();
  private final Map<Fate, Long> fates = new EnumMap<>(Fate.class);
  private final Set<Hash> seen = new HashSet<>();
  private long lines;
  private @Nullable String firstMistake;

  private record Hash(long high, long low) {}

  /**
   * @param internal destinations that are not the Internet
   */
  public LogImport(LogFormat format, List<AddressRange> internal, HourUsage usage) {
    this.format = format;
    this.internal = List.copyOf(internal);
    this.usage = usage;
  }

  /** Reads a file of JSON lines. */
  public void read(Path file) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      long number = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        if (!line.isBlank()) {
          lines++;
          fates.merge(fate(file, number, line.strip()), 1L, Long::sum);
        }
      }
    }
  }

  private Fate fate(Path file, long number, String line) {
    if (!seen.add(hash(line))) {
      return Fate.REPEATED;
    }
    try {
      LoggedFlow flow = format.read(new LogFields(object(line)), this::isInternal);
      return usage.add(flow) ? Fate.USED : Fate.NO_EIP_THEN;
    } catch (LineException e) {
      if (e.fate().isBad() && firstMistake == null) {
        firstMistake = file + ", line " + number + ": " + e.getMessage();
      }
      return e.fate();
    }
  }

  private JsonNode object(String line) throws LineException {
    try {
      JsonNode object = json.readTree(line);
      if (object.isObject()) {
        return object;
      }
    } catch (JsonProcessingException e) {
      // said below
    }
    throw new LineException(Fate.NO_JSON, "is no JSON object");
  }

  private boolean isInternal(byte[] address) {
    for (AddressRange range : internal) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }

  private static Hash hash(String line) {
    ByteBuffer digest =
        ByteBuffer.wrap(Sha256.digest().digest(line.getBytes(StandardCharsets.UTF_8)));
    return new Hash(digest.getLong(), digest.getLong());
  }

  /** How many lines met a fate. */
  public long lines(Fate fate) {
    return fates.getOrDefault(fate, 0L);
  }

  /** What became of all lines, in one sentence. */
  public String sentence() {
    StringBuilder sentence = new StringBuilder();
    sentence.append(String.format(Locale.ROOT, "%,d lines", lines));
    String before = ": ";
    for (Map.Entry<Fate, Long> entry : fates.entrySet()) {
      sentence
          .append(before)
          .append(String.format(Locale.ROOT, "%,d %s", entry.getValue(), entry.getKey().words()));
      before = ", ";
    }
    if (usage.bytesOfNobody() > 0) {
      sentence.append(
          String.format(
              Locale.ROOT,
              "; %,d bytes in minutes in which nobody had the EIP",
              usage.bytesOfNobody()));
    }
    if (firstMistake != null) {
      sentence.append("; first mistake: ").append(firstMistake);
    }
    return sentence.append('.').toString();
  }
}
