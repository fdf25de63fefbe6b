package io.eipmeter.sim.world.control;

/** Hears at once when a maximum bandwidth changes. */
public interface CapListener {
  /** Nobody has to hear of it. */
  CapListener NONE =
      new CapListener() {
        @Override
        public void changed(Eip eip, long atMs) {}

        @Override
        public void resized(SharedBandwidth shared, long atMs) {}
      };

  /** The EIP's own maximum is another one, or it joined or left a shared bandwidth. */
  void changed(Eip eip, long atMs);

  /** The maximum of all EIPs in it together is another one. */
  void resized(SharedBandwidth shared, long atMs);
}
