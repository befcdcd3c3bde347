// SPDX-License-Identifier: Apache-2.0
/** A world in memory and on virtual time, in which whole peering nodes meet: fakes of signaling, transport and identity. */
package org.skerry.peering.internal.world;
