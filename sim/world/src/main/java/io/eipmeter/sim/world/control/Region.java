package io.eipmeter.sim.world.control;

import java.time.ZoneId;

/**
 * @param index from 0
 * @param zone its people's day, and its billing zone
 */
public record Region(int index, String id, ZoneId zone) {}
