package io.eipmeter.jobs.alerts.webhook;

import com.google.protobuf.ByteString;
import io.eipmeter.jobs.alerts.cli.KafkaOptions;
import io.eipmeter.schemas.files.BadFileException;
import io.eipmeter.schemas.v1.AlertLevel;
import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.schemas.v1.AlertState;
import io.eipmeter.schemas.v1.DeliveryAttempt;
import io.eipmeter.schemas.v1.DeliveryOutcome;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code eipmeter webhook}. */
@Command(
    name = "webhook",
    mixinStandardHelpOptions = true,
    description = "Tells receivers of alerts over HTTP.",
    subcommands = {
      WebhookCommand.Serve.class,
      WebhookCommand.Test.class,
      WebhookCommand.Resend.class
    })
public final class WebhookCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "say what to do: webhook serve, test or resend");
  }

  /** The file of receivers. */
  static final class Receivers {
    @Option(
        names = "--receivers",
        required = true,
        paramLabel = "FILE",
        description = "YAML or JSON of receivers.")
    private Path file;

    List<Receiver> read() {
      return ReceiverFile.read(file, System.getenv());
    }
  }

  /** {@code eipmeter webhook serve}. */
  @Command(
      name = "serve",
      mixinStandardHelpOptions = true,
      description = "Sends what the topic alerts holds and was not delivered, until interrupted.")
  static final class Serve implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private KafkaOptions kafka = new KafkaOptions();
    @Mixin private Receivers receivers = new Receivers();

    @Option(
        names = "--oldest",
        defaultValue = "PT24H",
        paramLabel = "DURATION",
        description = "A notice that is older and was never tried is not sent. Default: PT24H.")
    private Duration oldest;

    @Override
    public Integer call() throws InterruptedException {
      return KafkaOptions.run(
          spec,
          () -> {
            List<Receiver> all = receivers.read();
            try (WebhookServer server =
                new WebhookServer(
                    kafka.properties(spec),
                    all,
                    oldest,
                    new HttpPost(InetAddress::getAllByName),
                    kafka.clock(spec),
                    new SecureRandom())) {
              Runtime.getRuntime().addShutdownHook(new Thread(server::close));
              server.run();
            }
            return 0;
          });
    }
  }

  /** {@code eipmeter webhook test}. */
  @Command(
      name = "test",
      mixinStandardHelpOptions = true,
      description = "Sends each receiver, or one, a notice of a test and its end, without Kafka.")
  static final class Test implements Callable<Integer> {
    private static final int ID_BYTES = 16;

    @Spec private CommandSpec spec;
    @Mixin private Receivers receivers = new Receivers();

    @Option(names = "--receiver", paramLabel = "NAME", description = "Only this one.")
    private @Nullable String only;

    @Override
    public Integer call() throws InterruptedException {
      return KafkaOptions.run(spec, this::send);
    }

    private int send() {
      Clock clock = Clock.systemUTC();
      HttpPost http = new HttpPost(InetAddress::getAllByName);
      boolean all = true;
      boolean any = false;
      for (Receiver receiver : receivers.read()) {
        if (only == null || only.equals(receiver.name())) {
          any = true;
          for (AlertState state :
              List.of(AlertState.ALERT_STATE_ALERT, AlertState.ALERT_STATE_OK)) {
            all &= send(receiver, notice(state, clock.millis()), http, clock);
          }
        }
      }
      if (!any) {
        throw new BadFileException("there is no receiver '" + only + "'");
      }
      return all ? 0 : 1;
    }

    private boolean send(Receiver receiver, AlertNotice notice, HttpPost http, Clock clock) {
      long nowMs = clock.millis();
      Answer answer =
          http.send(receiver, Bodies.of(receiver, notice, nowMs, WebhookServer.REPOST), nowMs);
      spec.commandLine()
          .getOut()
          .println(
              receiver.name()
                  + "\t"
                  + notice.getState().name().substring("ALERT_STATE_".length())
                  + "\t"
                  + (answer.status() == 0 ? answer.error() : "HTTP " + answer.status())
                  + "\t"
                  + answer.tookMs()
                  + " ms");
      spec.commandLine().getOut().flush();
      return answer.verdict() == Answer.Verdict.DELIVERED;
    }

    private static AlertNotice notice(AlertState state, long nowMs) {
      byte[] id = new byte[ID_BYTES];
      new SecureRandom().nextBytes(id);
      boolean over = state == AlertState.ALERT_STATE_OK;
      AlertLevel level = AlertLevel.ALERT_LEVEL_INFO;
      return AlertNotice.newBuilder()
          .setNoticeId(HexFormat.of().formatHex(id))
          .setAlertId("test")
          .setState(state)
          .setLevel(over ? AlertLevel.ALERT_LEVEL_NONE : level)
          .setPreviousState(over ? AlertState.ALERT_STATE_ALERT : AlertState.ALERT_STATE_OK)
          .setPreviousLevel(over ? level : AlertLevel.ALERT_LEVEL_NONE)
          .setRuleId("eipmeter-test")
          .setRuleName("A test of this receiver; nothing is wrong")
          .setMetric("out-rate")
          .setProviderMetric("net_tx.rate")
          .setUnit("bit/s")
          .setStatistic("average")
          .setComparison("GreaterThanOrEqualToThreshold")
          .setTimes(1)
          .setThreshold("0")
          .setValue("0")
          .setPeriodSeconds(60)
          .setPeriodMs(nowMs)
          .setDecidedLogMs(nowMs)
          .setStartsMs(nowMs)
          .setEndsMs(over ? nowMs : 0)
          .setAddress(ByteString.copyFrom(new byte[16]))
          .build();
    }
  }

  /** {@code eipmeter webhook resend}. */
  @Command(
      name = "resend",
      mixinStandardHelpOptions = true,
      description =
          "Asks the sender to try again what was parked; prints receiver and notice of each.")
  static final class Resend implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private KafkaOptions kafka = new KafkaOptions();

    @Option(names = "--receiver", paramLabel = "NAME", description = "Only what is for this one.")
    private @Nullable String receiver;

    @Option(names = "--notice", paramLabel = "ID", description = "Only this notice, parked or not.")
    private @Nullable String notice;

    @Override
    public Integer call() throws InterruptedException {
      return KafkaOptions.run(
          spec,
          () -> {
            Properties properties = kafka.properties(spec);
            Clock clock = kafka.clock(spec);
            List<DeliveryAttempt> wanted = ParkedScan.find(properties, receiver, notice);
            if (notice != null && wanted.isEmpty()) {
              throw new BadFileException("nobody was ever sent a notice '" + notice + "'");
            }
            try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                    properties, new ByteArraySerializer(), new ByteArraySerializer())) {
              for (DeliveryAttempt attempt : wanted) {
                WebhookServer.record(
                    producer,
                    attempt.toBuilder()
                        .setOutcome(DeliveryOutcome.DELIVERY_OUTCOME_RESEND)
                        .setAttempt(0)
                        .setAtMs(clock.millis())
                        .setHttpStatus(0)
                        .clearError()
                        .setTookMs(0)
                        .setNextMs(0)
                        .build());
                spec.commandLine()
                    .getOut()
                    .println(attempt.getReceiver() + "\t" + attempt.getNoticeId());
              }
              producer.flush();
            }
            spec.commandLine().getOut().flush();
            spec.commandLine().getErr().println(wanted.size() + " to be sent again");
            return 0;
          });
    }
  }
}
