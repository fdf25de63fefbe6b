package io.eipmeter.sim.world.cloud;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operations by name. */
final class Operations {
  static final String VERSION = "2016-04-28";

  /**
   * @param handler what it does
   * @param writes it may change something: then it is recorded, and a ClientToken counts
   * @param operatorOnly the provider has no such operation: the operator's own
   */
  record Operation(Handler handler, boolean writes, boolean operatorOnly) {}

  private static final Map<String, Operation> BY_NAME =
      Map.ofEntries(
          entry("AllocateEipAddress", write(Allocation::allocate)),
          entry("AllocateEipAddressPro", write(Allocation::allocatePro)),
          entry("ReleaseEipAddress", write(Allocation::release)),
          entry("AssociateEipAddress", write(Attachment::associate)),
          entry("UnassociateEipAddress", write(Attachment::unassociate)),
          entry("ModifyEipAddressAttribute", write(EipAttributes::modify)),
          entry("DescribeEipAddresses", read(EipListing::describe)),
          entry("DeletionProtection", write(EipAttributes::protect)),
          entry("TagResources", write(EipAttributes::tag)),
          entry("UnTagResources", write(EipAttributes::untag)),
          entry("MoveResourceGroup", write(EipAttributes::move)),
          entry("SetHighDefinitionMonitorLogStatus", write(EipAttributes::fineGrained)),
          entry("AllocateEipSegmentAddress", write(Segments::allocate)),
          entry("ReleaseEipSegmentAddress", write(Segments::release)),
          entry("DescribeEipSegment", read(Segments::describe)),
          entry("CreateCommonBandwidthPackage", write(Packages::create)),
          entry("AddCommonBandwidthPackageIp", write(Packages::add)),
          entry("RemoveCommonBandwidthPackageIp", write(Packages::remove)),
          entry("ModifyCommonBandwidthPackageSpec", write(Packages::modify)),
          entry("DeleteCommonBandwidthPackage", write(Packages::delete)),
          entry("DescribeCommonBandwidthPackages", read(Packages::describe)),
          entry("CreateSnatEntry", write(NatEntries::createSnat)),
          entry("DeleteSnatEntry", write(NatEntries::deleteSnat)),
          entry("CreateForwardEntry", write(NatEntries::createForward)),
          entry("DeleteForwardEntry", write(NatEntries::deleteForward)),
          entry("CreatePublicIpAddressPool", write(Pools::create)),
          entry("AddPublicIpAddressPoolCidrBlock", write(Pools::addBlock)),
          entry("ListPublicIpAddressPools", read(Pools::list)),
          entry("ListPublicIpAddressPoolCidrBlocks", read(Pools::listBlocks)),
          // Not of the VPC product, or the console's: ours to name.
          entry("AllocatePublicIpAddress", write(Resources::staticAddress)),
          entry("ChangeEipInternetChargeType", write(EipAttributes::changeChargeType)),
          entry("EipHistory", read(History::eip)),
          entry("EipDiagnosis", read(History::diagnosis)),
          entry("WhoHad", operator(History::whoHad, false)),
          entry("RegisterInstance", operator(Resources::register, true)),
          entry("DeleteInstance", operator(Resources::delete, true)),
          entry("SetOverdue", operator(Debts::set, true)),
          entry("SetEipLock", operator(Debts::lock, true)),
          entry("SetEipQuota", operator(Debts::quota, true)));

  private Operations() {}

  private static Operation write(Handler handler) {
    return new Operation(handler, true, false);
  }

  private static Operation read(Handler handler) {
    return new Operation(handler, false, false);
  }

  private static Operation operator(Handler handler, boolean writes) {
    return new Operation(handler, writes, true);
  }

  static @Nullable Operation find(String name) {
    return BY_NAME.get(name);
  }

  static Set<String> names() {
    return BY_NAME.keySet();
  }
}
