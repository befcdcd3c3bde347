// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be set. */
@ObjectClassDefinition(id = ShellComponent.PID, name = "Skerry shell", description = "The control socket of a node")
@interface ShellConfiguration {

    /** Clients. */
    @AttributeDefinition(description = "Clients served at a time", min = "1", max = "1024")
    int max_connections() default 64;

    /** Requests. */
    @AttributeDefinition(description = "Length of a request in bytes", min = "4096", max = "16777216")
    int max_request_bytes() default 1 << 20;

    /** Slow readers. */
    @AttributeDefinition(
            description = "Bytes that wait for a client that does not read, before it is dropped",
            min = "65536",
            max = "67108864")
    int max_pending_bytes() default 4 << 20;

    /** Silent clients. */
    @AttributeDefinition(description = "Seconds that a client has to say what it wants", min = "1", max = "3600")
    int request_timeout_s() default 10;

    /** Missing services. */
    @AttributeDefinition(
            description = "Seconds that a command waits for the exchange to be there, as while it is updated",
            min = "0",
            max = "600")
    int patience_s() default 10;
}
