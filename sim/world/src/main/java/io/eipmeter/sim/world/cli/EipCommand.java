package io.eipmeter.sim.world.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eipmeter eip}. */
@Command(
    name = "eip",
    mixinStandardHelpOptions = true,
    description = "Allocates, attaches, changes, lists and releases EIPs at a control plane.",
    subcommands = {
      EipCommand.Allocate.class,
      EipCommand.Associate.class,
      EipCommand.Unassociate.class,
      EipCommand.Modify.class,
      EipCommand.Release.class,
      EipCommand.ListAll.class,
      EipCommand.History.class
    })
public final class EipCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "say what to do: eip allocate, associate, unassociate, modify, release, list or history");
  }

  /** What all have. */
  abstract static class Action implements Callable<Integer> {
    @Spec CommandSpec spec;
    @Mixin ControlPlaneOptions plane;

    int call(String action, Map<String, String> parameters, boolean print)
        throws InterruptedException {
      return plane.run(
          spec,
          ControlCommand.DEFAULT_KEY,
          client -> {
            JsonNode answer = client.call(action, parameters);
            if (print) {
              out().println(ControlPlaneOptions.line(answer, "AllocationId", "EipAddress"));
              out().flush();
            }
            return 0;
          });
    }

    PrintWriter out() {
      return spec.commandLine().getOut();
    }

    static void put(Map<String, String> parameters, String name, @Nullable Object value) {
      if (value != null) {
        parameters.put(name, value.toString());
      }
    }
  }

  /** {@code eipmeter eip allocate}. */
  @Command(
      name = "allocate",
      mixinStandardHelpOptions = true,
      description = "A new EIP: random, of a pool, a specific address, or one that was released.")
  static final class Allocate extends Action {
    @Option(names = "--address", paramLabel = "IP", description = "This address.")
    @Nullable String address;

    @Option(names = "--released", paramLabel = "EIP", description = "The EIP released before.")
    @Nullable String released;

    @Option(names = "--pool", paramLabel = "POOL", description = "From this pool.")
    @Nullable String pool;

    @Option(names = "--line", description = "BGP or BGP_PRO. Default: BGP.")
    @Nullable String line;

    @Option(names = "--bandwidth", paramLabel = "MBPS", description = "Default: 5 Mbit/s.")
    @Nullable Integer bandwidth;

    @Option(
        names = "--charge",
        defaultValue = "PayByTraffic",
        description = "PayByTraffic or PayByBandwidth. Default: ${DEFAULT-VALUE}.")
    String charge;

    @Option(names = "--months", description = "A subscription of so many months.")
    @Nullable Integer months;

    @Option(names = "--name", description = "1 to 128 characters.")
    @Nullable String name;

    @Override
    public Integer call() throws InterruptedException {
      Map<String, String> parameters = plane.inRegion();
      put(parameters, "IpAddress", address);
      put(parameters, "InstanceId", released);
      put(parameters, "PublicIpAddressPoolId", pool);
      put(parameters, "ISP", line);
      put(parameters, "Bandwidth", bandwidth);
      put(parameters, "Name", name);
      put(parameters, "InternetChargeType", months == null ? charge : "PayByBandwidth");
      if (months != null) {
        parameters.put("InstanceChargeType", "PrePaid");
        put(parameters, "Period", months);
      }
      return call("AllocateEipAddressPro", parameters, true);
    }
  }

  /** One EIP is meant. */
  abstract static class OfOne extends Action {
    @Parameters(paramLabel = "EIP", description = "Allocation id.")
    String eip;

    Map<String, String> parameters() {
      Map<String, String> parameters = plane.inRegion();
      parameters.put("AllocationId", eip);
      return parameters;
    }
  }

  /** {@code eipmeter eip associate}. */
  @Command(
      name = "associate",
      mixinStandardHelpOptions = true,
      description = "Attaches an EIP; it is in use when the control plane has done it.")
  static final class Associate extends OfOne {
    @Parameters(paramLabel = "INSTANCE", description = "i-, eni-, lb-, alb-, nlb-, ngw-, havip-.")
    String instance;

    @Option(names = "--mode", description = "NAT or BINDED, of an eni-. Default: NAT.")
    @Nullable String mode;

    @Option(names = "--private-ip", description = "Of an eni-.")
    @Nullable String privateIp;

    @Override
    public Integer call() throws InterruptedException {
      Map<String, String> parameters = parameters();
      parameters.put("InstanceId", instance);
      parameters.put("InstanceType", type(instance));
      put(parameters, "Mode", mode);
      put(parameters, "PrivateIpAddress", privateIp);
      return call("AssociateEipAddress", parameters, false);
    }

    private String type(String id) {
      Map<String, String> types = new LinkedHashMap<>();
      types.put("i-", "EcsInstance");
      types.put("eni-", "NetworkInterface");
      types.put("lb-", "SlbInstance");
      types.put("alb-", "SlbInstance");
      types.put("nlb-", "SlbInstance");
      types.put("ngw-", "Nat");
      types.put("havip-", "HaVip");
      return types.entrySet().stream()
          .filter(type -> id.startsWith(type.getKey()))
          .map(Map.Entry::getValue)
          .findFirst()
          .orElseThrow(
              () ->
                  new ParameterException(
                      spec.commandLine(), "an instance begins with one of " + types.keySet()));
    }
  }

  /** {@code eipmeter eip unassociate}. */
  @Command(name = "unassociate", mixinStandardHelpOptions = true, description = "Detaches an EIP.")
  static final class Unassociate extends OfOne {
    @Option(names = "--force", description = "Takes its SNAT and DNAT entries away, too.")
    boolean force;

    @Override
    public Integer call() throws InterruptedException {
      Map<String, String> parameters = parameters();
      put(parameters, "Force", force);
      return call("UnassociateEipAddress", parameters, false);
    }
  }

  /** {@code eipmeter eip modify}. */
  @Command(
      name = "modify",
      mixinStandardHelpOptions = true,
      description = "Changes bandwidth, name or description at once.")
  static final class Modify extends OfOne {
    @Option(names = "--bandwidth", paramLabel = "MBPS", description = "Maximum bandwidth.")
    @Nullable Integer bandwidth;

    @Option(names = "--name", description = "1 to 128 characters.")
    @Nullable String name;

    @Option(names = "--description", description = "2 to 256 characters.")
    @Nullable String description;

    @Override
    public Integer call() throws InterruptedException {
      Map<String, String> parameters = parameters();
      put(parameters, "Bandwidth", bandwidth);
      put(parameters, "Name", name);
      put(parameters, "Description", description);
      return call("ModifyEipAddressAttribute", parameters, false);
    }
  }

  /** {@code eipmeter eip release}. */
  @Command(name = "release", mixinStandardHelpOptions = true, description = "Gives an EIP back.")
  static final class Release extends OfOne {
    @Override
    public Integer call() throws InterruptedException {
      return call("ReleaseEipAddress", parameters(), false);
    }
  }

  /** {@code eipmeter eip list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "The EIPs of a region, with tabs between the fields.")
  static final class ListAll extends Action {
    private static final String[] FIELDS = {
      "AllocationId",
      "IpAddress",
      "Status",
      "InstanceId",
      "Bandwidth",
      "InternetChargeType",
      "ISP",
      "BusinessStatus",
      "BandwidthPackageId",
      "Name"
    };

    @Override
    public Integer call() throws InterruptedException {
      return plane.run(
          spec,
          ControlCommand.DEFAULT_KEY,
          client -> {
            out().println(String.join("\t", FIELDS));
            int seen = 0;
            for (int page = 1; ; page++) {
              Map<String, String> parameters = plane.inRegion();
              parameters.put("PageSize", "100");
              parameters.put("PageNumber", String.valueOf(page));
              JsonNode answer = client.call("DescribeEipAddresses", parameters);
              JsonNode rows = answer.path("EipAddresses").path("EipAddress");
              rows.forEach(row -> out().println(ControlPlaneOptions.line(row, FIELDS)));
              seen += rows.size();
              if (rows.isEmpty() || seen >= answer.path("TotalCount").asInt()) {
                out().flush();
                return 0;
              }
            }
          });
    }
  }

  /** {@code eipmeter eip history}. */
  @Command(
      name = "history",
      mixinStandardHelpOptions = true,
      description = "What an EIP was and what was done to it, also when it is gone.")
  static final class History extends OfOne {
    @Override
    public Integer call() throws InterruptedException {
      return plane.run(
          spec,
          ControlCommand.DEFAULT_KEY,
          client -> {
            JsonNode answer = client.call("EipHistory", parameters());
            for (JsonNode span : answer.path("Intervals")) {
              out()
                  .println(
                      ControlPlaneOptions.line(
                          span,
                          "From",
                          "To",
                          "IpAddress",
                          "AccountId",
                          "InstanceType",
                          "InstanceId",
                          "ChargeMethod",
                          "MaxBandwidthBitsPerSecond",
                          "BandwidthPackageId",
                          "Lock"));
            }
            for (JsonNode operation : answer.path("Operations")) {
              out()
                  .println(
                      ControlPlaneOptions.line(
                              operation,
                              "Time",
                              "Action",
                              "Outcome",
                              "AccessKeyId",
                              "Source",
                              "RequestId")
                          + "\t"
                          + operation.path("Parameters"));
            }
            out().flush();
            return 0;
          });
    }
  }
}
