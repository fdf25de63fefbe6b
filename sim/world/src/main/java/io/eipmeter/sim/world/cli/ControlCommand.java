package io.eipmeter.sim.world.cli;

import io.eipmeter.schemas.Clocks;
import io.eipmeter.schemas.clickhouse.ClickHouseOptions;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.sim.world.api.AccessKey;
import io.eipmeter.sim.world.api.ControlServer;
import io.eipmeter.sim.world.api.MonitorData;
import io.eipmeter.sim.world.cloud.Cloud;
import io.eipmeter.sim.world.cloud.FoundingPools;
import io.eipmeter.sim.world.cloud.Rules;
import io.eipmeter.sim.world.cloud.State;
import io.eipmeter.sim.world.store.ControlStore;
import io.eipmeter.sim.world.store.KafkaOutbox;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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

/** {@code eipmeter control}. */
@Command(
    name = "control",
    mixinStandardHelpOptions = true,
    description = "The control plane of the addresses: allocates, attaches, releases, and says so.",
    subcommands = ControlCommand.Serve.class)
public final class ControlCommand implements Callable<Integer> {
  static final String DEFAULT_KEY = "demo:demo";
  static final String DEFAULT_OPERATOR_KEY = "operator:operator";

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "say what to do: control serve");
  }

  /** {@code eipmeter control serve}. */
  @Command(
      name = "serve",
      mixinStandardHelpOptions = true,
      description =
          "Serves the provider's VPC API (RPC, 2016-04-28): its SDKs work with endpoint and protocol"
              + " pointed here.",
      footer = "Runs until SIGTERM or Ctrl-C. What Kafka does not have yet waits in the state.")
  static final class Serve implements Callable<Integer> {
    @Spec CommandSpec spec;

    @Option(
        names = "--host",
        defaultValue = "127.0.0.1",
        description = "Address to listen at. Default: ${DEFAULT-VALUE}.")
    String host;

    @Option(
        names = "--port",
        defaultValue = "8480",
        description = "Port to listen at; 0: any. Default: ${DEFAULT-VALUE}.")
    int port;

    @Option(
        names = "--state",
        required = true,
        paramLabel = "DIR",
        description = "Where it remembers everything.")
    Path state;

    @Option(
        names = "--kafka",
        paramLabel = "HOST:PORT",
        description = "Kafka's bootstrap servers. Without: statements wait for a start with it.")
    @Nullable String kafka;

    @Option(
        names = "--kafka-properties",
        paramLabel = "FILE",
        description = "More client properties, for security and the like.")
    @Nullable Path kafkaProperties;

    @Mixin ClickHouseOptions clickHouse;

    @Option(
        names = "--key",
        paramLabel = "ID:SECRET:ACCOUNT",
        description =
            "Access key; may be repeated. Account 'operator' is the operator's. Default, on a"
                + " loopback address only: demo:demo:acct-00001 and operator:operator:operator.")
    @Nullable List<String> keys;

    @Option(
        names = "--rest",
        defaultValue = "PT1H",
        description = "How long a released address rests. Default: ${DEFAULT-VALUE}.")
    String rest;

    @Option(
        names = "--transition",
        defaultValue = "PT2S",
        description = "How long associating and disassociating take. Default: ${DEFAULT-VALUE}.")
    String transition;

    @Option(
        names = "--billing-zone",
        defaultValue = "Asia/Shanghai",
        description = "In whose midnight charge types change. Default: ${DEFAULT-VALUE}.")
    String billingZone;

    @Option(
        names = "--eip-quota",
        defaultValue = "20",
        description = "Pay-as-you-go EIPs of an account. Default: ${DEFAULT-VALUE}.")
    int eipQuota;

    @Option(
        names = "--registered-only",
        description = "EIPs are attached only to instances that were registered.")
    boolean registeredOnly;

    @Option(
        names = "--seed",
        defaultValue = "1",
        description = "Of ids and random addresses. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Mixin TrafficOptions traffic = new TrafficOptions();

    @Option(
        names = "--clock",
        defaultValue = "system",
        paramLabel = "CLOCK",
        description =
            "'system', or for virtual time originMs@wallMs*speed or file:PATH. Default: system.")
    String clock;

    @Override
    public Integer call() throws InterruptedException {
      Rules rules = rules();
      Clock time = time();
      List<AccessKey> accessKeys = accessKeys();
      MonitorData monitorData = monitorData();
      Map<String, String> client = kafkaClient();
      try (ControlStore store = ControlStore.open(state)) {
        State rows = store.load();
        try (LiveTraffic live = traffic(rows, store, time)) {
          Cloud cloud = new Cloud(rows, live == null ? store : live.journal(), rules, seed);
          if (cloud.isNew()) {
            cloud.foundPools(FoundingPools.all(), time.millis());
          }
          try (ControlServer server =
                  new ControlServer(
                      new InetSocketAddress(host, port), cloud, time, accessKeys, monitorData);
              AutoCloseable outbox =
                  client == null ? () -> {} : new KafkaOutbox(store, client, time)) {
            server.start();
            say("the control plane answers at http://" + host + ":" + server.port());
            awaitSignal();
            return 0;
          }
        }
      } catch (IOException e) {
        say("control serve: " + e.getMessage());
        return 1;
      } catch (InterruptedException | ParameterException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private @Nullable LiveTraffic traffic(State rows, ControlStore store, Clock time) {
      try {
        return traffic.start(rows, store, time, seed);
      } catch (IllegalArgumentException e) {
        throw mistake(String.valueOf(e.getMessage()));
      }
    }

    private void say(String sentence) {
      spec.commandLine().getErr().println(sentence);
      spec.commandLine().getErr().flush();
    }

    private static void awaitSignal() throws InterruptedException {
      CountDownLatch told = new CountDownLatch(1);
      Signal.handle(new Signal("TERM"), signal -> told.countDown());
      Signal.handle(new Signal("INT"), signal -> told.countDown());
      told.await();
    }

    private Rules rules() {
      try {
        Rules standard = Rules.standard();
        return new Rules(
            Duration.parse(rest),
            Duration.parse(transition),
            ZoneId.of(billingZone),
            eipQuota,
            standard.takeBack(),
            standard.debtRun(),
            standard.debtSuspended(),
            !registeredOnly);
      } catch (DateTimeException | IllegalArgumentException e) {
        throw mistake(
            "--rest and --transition are durations like PT30S, --billing-zone is a zone like"
                + " Asia/Shanghai, --eip-quota is at least 1");
      }
    }

    private Clock time() {
      try {
        return Clocks.parse(clock);
      } catch (IllegalArgumentException e) {
        throw mistake(String.valueOf(e.getMessage()));
      }
    }

    private List<AccessKey> accessKeys() {
      if (keys == null) {
        if (!new InetSocketAddress(host, 0).getAddress().isLoopbackAddress()) {
          throw mistake("beyond this machine it needs keys of its own: give --key");
        }
        return List.of(
            AccessKey.parse(DEFAULT_KEY + ":acct-00001"),
            AccessKey.parse(DEFAULT_OPERATOR_KEY + ":operator"));
      }
      try {
        return keys.stream().map(AccessKey::parse).toList();
      } catch (IllegalArgumentException e) {
        throw mistake("--key must be ID:SECRET:ACCOUNT");
      }
    }

    private @Nullable MonitorData monitorData() {
      ClickHouseTarget tables = clickHouse.targetIfGiven(spec);
      return tables == null ? null : new MonitorData(tables);
    }

    private @Nullable Map<String, String> kafkaClient() {
      if (kafka == null) {
        return null;
      }
      Map<String, String> client = new HashMap<>();
      if (kafkaProperties != null) {
        Properties file = new Properties();
        try (InputStream in = Files.newInputStream(kafkaProperties)) {
          file.load(in);
        } catch (IOException e) {
          throw mistake("--kafka-properties: " + kafkaProperties + " can't be read");
        }
        file.stringPropertyNames().forEach(name -> client.put(name, file.getProperty(name)));
      }
      client.put("bootstrap.servers", kafka);
      return client;
    }

    private ParameterException mistake(String sentence) {
      return new ParameterException(spec.commandLine(), sentence);
    }
  }
}
