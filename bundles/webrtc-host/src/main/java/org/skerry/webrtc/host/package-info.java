// SPDX-License-Identifier: Apache-2.0
/**
 * The native WebRTC library of a process, behind types of the JDK. A user leases it, opens connections, and is told what they
 * do; when its lease goes, what it left open is closed for it, in the order that the library survives.
 */
@Export
@Version("0.9.0")
@NullMarked
package org.skerry.webrtc.host;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
