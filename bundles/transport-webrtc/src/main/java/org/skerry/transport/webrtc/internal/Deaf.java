// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import org.skerry.webrtc.host.RtcListener;
import org.skerry.webrtc.host.RtcState;

/** Hears nothing: for a connection that is opened only to see that one can be. */
final class Deaf implements RtcListener {

    @Override
    public void candidate(String candidate) {}

    @Override
    public void state(RtcState state) {}

    @Override
    public void opened() {}

    @Override
    public void message(int channel, byte[] message, boolean text) {}

    @Override
    public void retiring(String why) {}

    @Override
    public void closed(String why) {}
}
