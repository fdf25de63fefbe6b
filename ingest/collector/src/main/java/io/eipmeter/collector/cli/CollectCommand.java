package io.eipmeter.collector.cli;

import io.eipmeter.collector.Collector;
import io.eipmeter.collector.CollectorOptions;
import io.eipmeter.collector.Count;
import io.eipmeter.collector.block.BlockLimits;
import io.eipmeter.collector.outbox.OutboxLimits;
import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.schemas.Topic;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sun.misc.Signal;

/** {@code eipmeter collect}. */
@Command(
    name = "collect",
    mixinStandardHelpOptions = true,
    description =
        "Takes export datagrams (NetFlow, IPFIX, sFlow) over UDP and appends them to Kafka as they came.",
    footer =
        "Runs until SIGTERM or Ctrl-C, then sends or spools what it holds and prints its counts.")
public final class CollectCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin KafkaOptions kafka;

  @Option(
      names = "--id",
      required = true,
      paramLabel = "NAME",
      description = "Name of this collector, unique among those that feed the topic.")
  String id;

  @Option(
      names = "--port",
      defaultValue = "2055,4739,6343",
      split = ",",
      paramLabel = "PORT",
      description = "UDP port; may be repeated. 0 takes a free one. Default: 2055, 4739, 6343.")
  List<Integer> ports;

  @Option(
      names = "--bind",
      defaultValue = "::",
      paramLabel = "ADDR",
      description = "Local address; the default takes IPv4 and IPv6 on all of them.")
  InetAddress bind;

  @Option(
      names = "--sockets",
      defaultValue = "1",
      paramLabel = "N",
      description = "Sockets, each with a thread, for each port (SO_REUSEPORT). Default: 1.")
  int sockets;

  @Option(
      names = "--receive-buffer",
      defaultValue = "16m",
      converter = ByteSize.Converter.class,
      paramLabel = "SIZE",
      description = "Receive buffer asked of the kernel for each socket. Default: 16m.")
  ByteSize receiveBuffer;

  @Option(
      names = "--allow",
      split = ",",
      paramLabel = "CIDR",
      description = "Exporters that may send; may be repeated. None: everybody.")
  @Nullable List<String> allow;

  @Option(
      names = "--spool",
      paramLabel = "DIR",
      description = "Where blocks wait while Kafka is away, and the boot record is kept.")
  @Nullable Path spool;

  @Option(
      names = "--spool-limit",
      defaultValue = "1g",
      converter = ByteSize.Converter.class,
      paramLabel = "SIZE",
      description = "How large the spool may grow; more is dropped and counted. Default: 1g.")
  ByteSize spoolLimit;

  @Option(
      names = "--memory",
      defaultValue = "64m",
      converter = ByteSize.Converter.class,
      paramLabel = "SIZE",
      description = "Blocks in memory, before the spool is used. Default: 64m.")
  ByteSize memory;

  @Option(
      names = "--metrics-port",
      paramLabel = "P",
      description = "Serves /metrics and /healthz; 0 takes a free port. Default: none.")
  @Nullable Integer metricsPort;

  @Option(
      names = "--stop-within",
      defaultValue = "10",
      paramLabel = "SECONDS",
      description = "How long a stop goes on sending before the rest is spooled. Default: 10.")
  int stopWithinSeconds;

  @Override
  public Integer call() throws InterruptedException {
    CollectorOptions options = options();
    CountDownLatch stop = new CountDownLatch(1);
    Signal.handle(new Signal("TERM"), signal -> stop.countDown());
    Signal.handle(new Signal("INT"), signal -> stop.countDown());
    PrintWriter err = spec.commandLine().getErr();
    try (Collector collector = Collector.start(options)) {
      err.println("collecting on UDP " + collector.ports() + " as " + id);
      Integer metrics = collector.metricsPort();
      if (metrics != null) {
        err.println("metrics on http://localhost:" + metrics + "/metrics");
      }
      err.flush();
      stop.await();
      collector.close();
      print(collector);
      return 0;
    } catch (IOException e) {
      err.println("eipmeter collect: " + e.getMessage());
      return 1;
    }
  }

  private void print(Collector collector) {
    PrintWriter out = spec.commandLine().getOut();
    for (Count count : Count.values()) {
      out.println(count.name().toLowerCase(Locale.ROOT) + " " + collector.counts().of(count));
    }
    out.flush();
  }

  /** What the command line asks for; a mistake is a usage error. */
  CollectorOptions options() {
    try {
      Clock parsed = kafka.clock(spec);
      for (int port : ports) {
        if (port < 0 || port > 65_535) {
          throw new IllegalArgumentException("--port must be 0 to 65535, was " + port);
        }
      }
      List<AddressRange> allowed =
          allow == null ? List.of() : allow.stream().map(AddressRange::parse).toList();
      return new CollectorOptions(
          kafka.given(spec),
          Topic.FLOW_DATAGRAMS.topicName(),
          id,
          bind,
          ports,
          sockets,
          Math.toIntExact(receiveBuffer.bytes()),
          allowed,
          spool,
          spoolLimit.bytes(),
          metricsPort,
          parsed,
          BlockLimits.DEFAULT,
          new OutboxLimits(
              memory.bytes(),
              Math.min(CollectorOptions.WINDOW_BYTES, memory.bytes()),
              CollectorOptions.STALLED_AFTER),
          Duration.ofSeconds(stopWithinSeconds));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
