package io.eipmeter.sim.world.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.vpc20160428.Client;
import io.eipmeter.sim.world.cloud.ErrorCode;
import io.eipmeter.sim.world.cloud.OperationNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever the control plane can do or refuse, a test beside this one makes the provider's SDK meet
 * it. Their sources are read: a test that was not run is found by the runner, one that was never
 * written here.
 */
class CoverageTest {
  private static final Path TESTS = Path.of("src/test/java/io/eipmeter/sim/world/api");

  /** Of the mission: what a first control plane needs. */
  private static final List<String> PROMISED =
      List.of(
          "AllocateEipAddress",
          "AllocateEipAddressPro",
          "ReleaseEipAddress",
          "AssociateEipAddress",
          "UnassociateEipAddress",
          "ModifyEipAddressAttribute",
          "DescribeEipAddresses",
          "AllocateEipSegmentAddress",
          "ReleaseEipSegmentAddress",
          "DescribeEipSegment",
          "CreateCommonBandwidthPackage",
          "AddCommonBandwidthPackageIp",
          "RemoveCommonBandwidthPackageIp",
          "ModifyCommonBandwidthPackageSpec",
          "DescribeCommonBandwidthPackages",
          "CreateSnatEntry",
          "DeleteSnatEntry",
          "CreateForwardEntry",
          "DeleteForwardEntry",
          "DescribeEipMonitorData");

  @Test
  void everyErrorCodeIsMetByTheSdk() throws IOException {
    String tests = sources();
    assertThat(ErrorCode.values())
        .allSatisfy(code -> assertThat(tests).contains('"' + code.code() + '"'));
  }

  @Test
  void everyOperationThatTheSdkKnowsIsCalledByIt() throws IOException {
    String tests = sources();
    Set<String> operations = new TreeSet<>(OperationNames.all());
    operations.add(MonitorData.ACTION);
    assertThat(operations).containsAll(PROMISED);
    Set<String> methods =
        Arrays.stream(Client.class.getMethods())
            .map(method -> method.getName())
            .collect(Collectors.toSet());
    List<String> ofTheSdk =
        operations.stream()
            .map(name -> name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1))
            .filter(methods::contains)
            .toList();
    assertThat(ofTheSdk).hasSizeGreaterThanOrEqualTo(PROMISED.size());
    assertThat(ofTheSdk)
        .allSatisfy(method -> assertThat(tests).containsPattern("\\." + method + "\\("));
  }

  private static String sources() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(TESTS)) {
      for (Path file : files.sorted().toList()) {
        if (!file.endsWith("CoverageTest.java")) {
          all.append(Files.readString(file));
        }
      }
    }
    return all.toString();
  }
}
