// SPDX-License-Identifier: Apache-2.0
/**
 * The exchange: moves chunks between peers. {@code ExchangeComponent} is the thin shell for the service registry;
 * {@code Exchange} puts the rooms together and is the {@link org.skerry.api.Skerry} of the node; {@code SessionEvents} and
 * {@code Dispatch} bring what peers say to {@code fetch} and {@code serve}. Below: {@code transfer} is what users see,
 * {@code fetch} gets chunks, {@code serve} gives them, {@code local} finds them on this node, {@code peer} is what is open
 * with each session, {@code flow} is rates and limits, {@code wire} the messages. All state is confined to one loop.
 */
@NullMarked
package org.skerry.exchange.internal;

import org.jspecify.annotations.NullMarked;
