package io.eipmeter.sim.world.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.eipmeter.schemas.clickhouse.ClickHouseException;
import io.eipmeter.schemas.clickhouse.ClickHouseOptions;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.api.SeenTraffic;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eipmeter diagnose}. */
@Command(
    name = "diagnose",
    mixinStandardHelpOptions = true,
    description = "Why does an EIP not work, and why is it paid for: one page.")
public final class DiagnoseCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ControlPlaneOptions plane;
  @Mixin ClickHouseOptions clickHouse;

  @Parameters(paramLabel = "EIP", description = "Allocation id, or address.")
  String eip;

  @Override
  public Integer call() throws InterruptedException {
    ClickHouseTarget tables = clickHouse.targetIfGiven(spec);
    return plane.run(
        spec,
        ControlCommand.DEFAULT_KEY,
        client -> {
          Map<String, String> parameters = plane.inRegion();
          parameters.put("AllocationId", eip);
          JsonNode page = client.call("EipDiagnosis", parameters);
          PrintWriter out = spec.commandLine().getOut();
          print(out, page);
          boolean asked = tables == null || seen(out, page, tables);
          out.flush();
          return asked ? 0 : 1;
        });
  }

  private static void print(PrintWriter out, JsonNode page) {
    JsonNode row = page.path("Eip");
    line(out, "EIP", page.path("AllocationId").asText() + " " + row.path("IpAddress").asText(""));
    if (row.isMissingNode()) {
      line(out, "state", page.path("Status").asText());
      return;
    }
    line(out, "account", row.path("AccountId").asText() + " in " + row.path("RegionId").asText());
    line(out, "state", row.path("Status").asText() + ", " + row.path("BusinessStatus").asText());
    line(out, "locks", locks(row));
    line(
        out,
        "associated",
        row.path("InstanceId").asText().isEmpty()
            ? "with nothing: no traffic can flow"
            : row.path("InstanceType").asText() + " " + row.path("InstanceId").asText());
    line(
        out,
        "maximum",
        page.path("MaxBandwidthBitsPerSecond").asLong()
            + " bit/s"
            + (row.path("BandwidthPackageId").asText().isEmpty()
                ? ""
                : ", shared in " + row.path("BandwidthPackageId").asText()));
    line(
        out,
        "quota",
        page.path("EipsHeld").asLong() + " of " + page.path("EipQuota").asLong() + " EIPs held");
    if (!page.path("OverdueSince").asText().isEmpty()) {
      line(out, "debt", "since " + page.path("OverdueSince").asText());
    }
    page.path("Fees").forEach(fee -> line(out, "fee", fee.asText()));
  }

  private static String locks(JsonNode row) {
    StringBuilder locks = new StringBuilder();
    row.path("OperationLocks")
        .path("LockReason")
        .forEach(lock -> locks.append(lock.path("LockReason").asText()).append(' '));
    return locks.length() == 0 ? "none" : locks.toString().strip();
  }

  private boolean seen(PrintWriter out, JsonNode page, ClickHouseTarget tables) {
    @Nullable String ip = page.path("Eip").path("IpAddress").asText(null);
    if (ip == null) {
      return true;
    }
    Address address = Address.parse(ip);
    try (SeenTraffic traffic = new SeenTraffic(tables)) {
      traffic(out, traffic.lastDay(address, Instant.now()));
      sighting(out, traffic.lastSighting(address));
      return true;
    } catch (ClickHouseException e) {
      spec.commandLine().getErr().println("eipmeter diagnose: " + e.getMessage());
      return false;
    }
  }

  private static void traffic(PrintWriter out, Optional<SeenTraffic.Day> seen) {
    if (seen.isEmpty()) {
      line(out, "traffic", "none in the last 24 hours");
      return;
    }
    SeenTraffic.Day day = seen.get();
    line(
        out,
        "traffic",
        day.bytesOut() + " bytes out, " + day.bytesIn() + " in, in the last 24 hours");
    line(out, "last minute", day.lastMinute().toString());
    line(out, "busiest", day.highestBitsPerSecondOut() + " bit/s out in a minute");
    line(out, "drops", day.droppedPackets() + " packets, " + day.droppedBytes() + " bytes");
  }

  private static void sighting(PrintWriter out, Optional<SeenTraffic.Sighting> last) {
    line(
        out,
        "metered at",
        last.map(
                flow ->
                    flow.exporter()
                        + " interface "
                        + flow.interfaceIn()
                        + " to "
                        + flow.interfaceOut()
                        + ", last at "
                        + flow.end())
            .orElse("not known: flows are not kept, or none was seen"));
  }

  private static void line(PrintWriter out, String name, String text) {
    out.println(String.format("%-12s%s", name, text));
  }
}
