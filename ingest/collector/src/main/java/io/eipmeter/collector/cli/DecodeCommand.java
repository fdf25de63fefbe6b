package io.eipmeter.collector.cli;

import io.eipmeter.collector.pcap.CaptureException;
import io.eipmeter.collector.pcap.DatagramSource;
import io.eipmeter.collector.pcap.UdpDatagram;
import io.eipmeter.protocols.DatagramDecoder;
import io.eipmeter.protocols.DecoderOptions;
import io.eipmeter.protocols.ExporterState;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eipmeter decode}. */
@Command(
    name = "decode",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the flows in a capture, one JSON object a line, in their order, and what is rejected,"
          + " with its reason.",
      "A summary goes to stderr. Datagrams are decoded as the meter does it with the default"
          + " settings: duplicates once, times that cannot be corrected and marked."
    })
public final class DecodeCommand implements Callable<Integer> {
  /** The default of the settings. */
  private static final long RATE_WAIT_MS = 30_000;

  /** Captures with times before are made by hand, and tell no time. */
  private static final long YEAR_2000_MS = 946_684_800_000L;

  @Spec CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "Captures (pcap, pcapng), files of IPFIX messages (.ipfix), both also packed (.gz), or"
              + " payloads of single datagrams (.dat, .bin), read in this order.")
  List<Path> files;

  @Option(
      names = "--as-told",
      description = "Print times as the exporter told them, without correction.")
  boolean asTold;

  @Override
  public Integer call() {
    for (Path file : files) { // before anything is printed
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw new ParameterException(spec.commandLine(), file + " can't be read");
      }
    }
    try (Writer out = writer()) {
      return decode(out);
    } catch (CaptureException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (NoSuchFileException e) {
      throw new ParameterException(spec.commandLine(), e.getFile() + " can't be read", e);
    } catch (IOException | UncheckedIOException e) {
      spec.commandLine().getErr().println("stopped: " + e.getMessage());
      return 1;
    }
  }

  private Writer writer() {
    return new BufferedWriter(spec.commandLine().getOut(), 1 << 16);
  }

  private int decode(Writer out) throws IOException {
    DecoderOptions options = DecoderOptions.DEFAULT.withRateWaitMs(RATE_WAIT_MS);
    options = asTold ? options.withClockBoundMs(Long.MAX_VALUE / 4) : options;
    DatagramDecoder decoder = new DatagramDecoder(options);
    DecodeSummary summary = new DecodeSummary(out);
    Map<String, ExporterState> exporters = new LinkedHashMap<>();
    PrintWriter err = spec.commandLine().getErr();
    long logMs = 0;
    try {
      for (Path file : files) {
        try (DatagramSource source = DatagramSource.open(file)) {
          logMs = decode(source, decoder, exporters, summary, logMs);
          report(file, source, err);
        }
      }
      for (Map.Entry<String, ExporterState> exporter : exporters.entrySet()) {
        summary.exporter(exporter.getKey()); // what still waits won't get what it waits for
        decoder.expire(exporter.getValue(), logMs + options.waitingLimitMs(), summary);
      }
    } finally {
      out.flush();
    }
    summary.print(err, exporters.size());
    return 0;
  }

  private static long decode(
      DatagramSource source,
      DatagramDecoder decoder,
      Map<String, ExporterState> exporters,
      DecodeSummary summary,
      long sinceLogMs)
      throws IOException {
    long logMs = sinceLogMs;
    for (UdpDatagram next = source.next(); next != null; next = source.next()) {
      byte[] payload = next.payload();
      // of a payload without its capture the export time has to do, and log time stands still
      boolean timed = next.timeKnown() && next.timeMs() >= YEAR_2000_MS;
      long receivedMs = timed ? next.timeMs() : ExportTime.of(payload, logMs);
      logMs = timed ? Math.max(logMs, receivedMs) : logMs;
      String address = AddressText.of(next.source());
      ExporterState exporter = exporters.computeIfAbsent(address, any -> new ExporterState());
      summary.exporter(address);
      decoder.expire(exporter, logMs, summary);
      summary.outcome(
          decoder.decode(exporter, payload, 0, payload.length, receivedMs, logMs, summary));
    }
    return logMs;
  }

  private static void report(Path file, DatagramSource source, PrintWriter err) {
    if (source.cut()) {
      err.println(file + " ends in the middle of a packet or message");
    }
    if (source.otherPackets() > 0) {
      err.println(file + ": " + source.otherPackets() + " packets without UDP over IP skipped");
    }
    if (source.incompleteDatagrams() > 0) {
      err.println(file + ": " + source.incompleteDatagrams() + " datagrams lack fragments");
    }
  }
}
