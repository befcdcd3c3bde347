// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

import org.junit.internal.TextListener;
import org.junit.runner.JUnitCore;
import org.junit.runner.Result;

/** Two frameworks with the WebRTC transport; to be run in a process and a network namespace of its own. */
public class TwoFrameworksOverWebRtc extends TwoFrameworks {

    public TwoFrameworksOverWebRtc() {
        super("webrtc");
    }

    /** Ends with 0 if all tests were run and passed. */
    public static void main(String[] arguments) {
        JUnitCore core = new JUnitCore();
        core.addListener(new TextListener(System.out));
        Result result = core.run(TwoFrameworksOverWebRtc.class);
        System.out.println("run " + result.getRunCount() + " ignored " + result.getIgnoreCount());
        System.exit(result.wasSuccessful() && result.getIgnoreCount() == 0 ? 0 : 1);
    }
}
