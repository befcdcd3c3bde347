// SPDX-License-Identifier: Apache-2.0
/**
 * Tries stores and strategies after an upgrade, by real calls. {@code ProviderProbe} is the service; {@code StoreTrial} and
 * {@code StrategyTrial} know what a right answer is.
 */
@NullMarked
package org.skerry.exchange.internal.probe;

import org.jspecify.annotations.NullMarked;
