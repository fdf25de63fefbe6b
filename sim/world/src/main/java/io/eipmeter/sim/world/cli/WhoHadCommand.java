package io.eipmeter.sim.world.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.eipmeter.schemas.clickhouse.ClickHouseException;
import io.eipmeter.schemas.clickhouse.ClickHouseOptions;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.api.SeenTraffic;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eipmeter whohad}: the abuse desk's question. */
@Command(
    name = "whohad",
    mixinStandardHelpOptions = true,
    description =
        "Who held an address at a time, what it was attached to, and with a port whose NAT session"
            + " it was.")
public final class WhoHadCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ControlPlaneOptions plane;
  @Mixin ClickHouseOptions clickHouse;

  @Parameters(index = "0", paramLabel = "IP[:PORT]", description = "IPv6 with a port: [IP]:PORT.")
  String what;

  @Parameters(
      index = "1",
      paramLabel = "TIME",
      description = "Such as 2026-11-23T08:15:00Z or 2026-11-23T16:15:00+08:00.")
  String time;

  /** An address, and a port or 0. */
  record Endpoint(Address address, int port) {
    static Endpoint parse(String text) {
      String ip = text;
      String port = "";
      if (text.startsWith("[")) {
        int end = text.indexOf(']');
        ip = end < 0 ? "" : text.substring(1, end);
        port = end < 0 ? "" : text.substring(end + 1).replaceFirst("^:", "");
      } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
        ip = text.substring(0, text.indexOf(':'));
        port = text.substring(text.indexOf(':') + 1);
      }
      int number = port.isEmpty() ? 0 : port.matches("\\d{1,5}") ? Integer.parseInt(port) : -1;
      if (number < 0 || number > 65_535) {
        throw new IllegalArgumentException("no port: " + port);
      }
      return new Endpoint(Address.parse(ip), number);
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    Endpoint endpoint;
    Instant at;
    try {
      endpoint = Endpoint.parse(what);
      at = OffsetDateTime.parse(time).toInstant();
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new ParameterException(
          spec.commandLine(),
          "it must be like 198.18.0.7:4711 2026-11-23T08:15:00Z, was " + what + " " + time,
          e);
    }
    ClickHouseTarget tables = clickHouse.targetIfGiven(spec);
    return plane.run(
        spec,
        ControlCommand.DEFAULT_OPERATOR_KEY,
        client -> {
          JsonNode answer =
              client.call(
                  "WhoHad",
                  Map.of("IpAddress", endpoint.address().toString(), "Time", at.toString()));
          PrintWriter out = spec.commandLine().getOut();
          answer
              .path("Holders")
              .forEach(
                  holder ->
                      out.println(
                          "holder\t"
                              + ControlPlaneOptions.line(
                                  holder,
                                  "AccountId",
                                  "AllocationId",
                                  "InstanceType",
                                  "InstanceId",
                                  "From",
                                  "To")));
          boolean asked = sessions(out, endpoint, at, tables);
          out.flush();
          return asked ? 0 : 1;
        });
  }

  private boolean sessions(
      PrintWriter out, Endpoint endpoint, Instant at, @Nullable ClickHouseTarget tables) {
    if (endpoint.port() == 0 || tables == null) {
      return true;
    }
    try (SeenTraffic traffic = new SeenTraffic(tables)) {
      for (SeenTraffic.Session session :
          traffic.sessions(endpoint.address(), endpoint.port(), at)) {
        out.println(
            String.join(
                "\t",
                "session",
                session.inside(),
                Long.toString(session.insidePort()),
                session.peer(),
                Long.toString(session.peerPort()),
                Long.toString(session.ipProtocol()),
                session.start().toString(),
                session.end().toString()));
      }
      return true;
    } catch (ClickHouseException e) {
      spec.commandLine().getErr().println("eipmeter whohad: " + e.getMessage());
      return false;
    }
  }
}
