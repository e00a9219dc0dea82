package org.chiscope.experiment;

import org.chiscope.network.Component;

/**
 * A row of the susceptibility matrix.
 *
 * @param name as researchers write it, such as {@code l0h1}
 * @param kind what colours and groups it
 * @param layer the layer it belongs to, or −1
 * @param parameters how many parameters move in its restricted ensemble
 */
public record ComponentInfo(String name, Component.Kind kind, int layer, int parameters) {}
