package io.eipmeter.sim.world.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
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

/** {@code eipmeter pool}. */
@Command(
    name = "pool",
    mixinStandardHelpOptions = true,
    description = "The address pools of a control plane.",
    subcommands = {PoolCommand.Add.class, PoolCommand.ListAll.class})
public final class PoolCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "say what to do: pool add, or pool list");
  }

  /** {@code eipmeter pool add}. */
  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Makes a pool of a CIDR block and prints its id.")
  static final class Add implements Callable<Integer> {
    @Spec CommandSpec spec;
    @Mixin ControlPlaneOptions plane;

    @Parameters(paramLabel = "CIDR", description = "Such as 203.0.113.0/24 or 2001:db8:7::/48.")
    String cidr;

    @Option(names = "--line", description = "BGP or BGP_PRO. Default: BGP.")
    @Nullable String line;

    @Option(names = "--name", description = "1 to 128 characters.")
    @Nullable String name;

    @Option(
        names = "--unit-length",
        defaultValue = "128",
        description =
            "Prefix length of one EIP in the 128-bit space: 64 for IPv6 subnets."
                + " Default: ${DEFAULT-VALUE}, an address.")
    int unitLength;

    @Option(
        names = "--own",
        description = "For the caller's account alone, not for everybody's random EIPs.")
    boolean own;

    @Override
    public Integer call() throws InterruptedException {
      return plane.run(
          spec,
          ControlCommand.DEFAULT_OPERATOR_KEY,
          client -> {
            Map<String, String> parameters = plane.inRegion();
            parameters.put("Shared", String.valueOf(!own));
            parameters.put("UnitLength", String.valueOf(unitLength));
            if (line != null) {
              parameters.put("Isp", line);
            }
            if (name != null) {
              parameters.put("Name", name);
            }
            parameters.put("CidrBlock", cidr);
            String id =
                client
                    .call("CreatePublicIpAddressPool", parameters)
                    .path("PublicIpAddressPoolId")
                    .asText();
            spec.commandLine().getOut().println(id);
            spec.commandLine().getOut().flush();
            return 0;
          });
    }
  }

  /** {@code eipmeter pool list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "The pools, with tabs between the fields.")
  static final class ListAll implements Callable<Integer> {
    private static final String[] FIELDS = {
      "PublicIpAddressPoolId",
      "RegionId",
      "Isp",
      "CidrBlocks",
      "TotalIpNum",
      "UsedIpNum",
      "ShareType"
    };

    @Spec CommandSpec spec;
    @Mixin ControlPlaneOptions plane;

    @Override
    public Integer call() throws InterruptedException {
      return plane.run(
          spec,
          ControlCommand.DEFAULT_OPERATOR_KEY,
          client -> {
            JsonNode answer = client.call("ListPublicIpAddressPools", new HashMap<>());
            var out = spec.commandLine().getOut();
            out.println(String.join("\t", FIELDS));
            for (JsonNode pool : answer.path("PublicIpAddressPoolList")) {
              String line = ControlPlaneOptions.line(pool, FIELDS);
              out.println(line);
            }
            out.flush();
            return 0;
          });
    }
  }
}
