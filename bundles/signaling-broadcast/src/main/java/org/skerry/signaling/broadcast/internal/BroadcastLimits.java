// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.broadcast.internal;

/**
 * The configuration, checked.
 *
 * @param group nodes meet those of the same group only
 * @param maxFrameBytes longest frame
 * @param queueFrames most frames that wait for a node's executor
 */
record BroadcastLimits(String group, int maxFrameBytes, int queueFrames) {

    static final String PID = "org.skerry.signaling.broadcast";
    private static final int LEAST_FRAME_BYTES = 512;
    private static final int MOST_FRAME_BYTES = 1 << 20;

    BroadcastLimits {
        if (group.isBlank()) {
            throw new IllegalArgumentException(PID + ": group must not be empty");
        }
        require("max.frame.bytes", maxFrameBytes, LEAST_FRAME_BYTES, MOST_FRAME_BYTES);
        require("queue.frames", queueFrames, 1, 1 << 20);
    }

    static BroadcastLimits of(BroadcastConfiguration configuration) {
        return new BroadcastLimits(
                configuration.group(), configuration.max_frame_bytes(), configuration.queue_frames());
    }

    private static void require(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    PID + ": " + key + " must be between " + least + " and " + most + ", is " + value);
        }
    }
}
