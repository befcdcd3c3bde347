// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.skerry.api.admin.Readiness.Finding;
import org.skerry.spi.identity.Identity;

class IdentityComponentTest {

    @TempDir
    Path home;

    private IdentityComponent activate(String run) throws IOException {
        return new IdentityComponent(
                context(Map.of("skerry.home", home.toString(), Constants.FRAMEWORK_UUID, run)),
                configuration("state/identity", 7, 24));
    }

    private static BundleContext context(Map<String, String> properties) {
        return (BundleContext) Proxy.newProxyInstance(
                BundleContext.class.getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, args) -> {
                    assertThat(method.getName()).isEqualTo("getProperty");
                    return properties.get((String) args[0]);
                });
    }

    private static IdentityConfiguration configuration(String directory, int days, int hours) {
        Map<String, Object> values =
                Map.of("directory", directory, "seal_rotation_days", days, "seal_grace_hours", hours);
        return (IdentityConfiguration) Proxy.newProxyInstance(
                IdentityConfiguration.class.getClassLoader(),
                new Class<?>[] {IdentityConfiguration.class},
                (proxy, method, args) -> values.get(method.getName()));
    }

    @Test
    void keepsItsFilesInTheHome() throws IOException {
        IdentityComponent component = activate("a");
        assertThat(home.resolve("state/identity/identity.key")).exists();
        assertThat(component.verify(component.self(), component.sealKey(), Instant.now()))
                .isTrue();
        component.close();
    }

    @Test
    void keepsTheIncarnationWhileItsFrameworkRuns() throws IOException {
        IdentityComponent first = activate("a");
        first.close();
        IdentityComponent updated = activate("a");
        updated.close();
        IdentityComponent restarted = activate("b");
        restarted.close();
        assertThat(updated.incarnation()).isEqualTo(first.incarnation());
        assertThat(restarted.incarnation()).isGreaterThan(first.incarnation());
    }

    @Test
    void namesPidAndKeyOfAWrongConfiguration() {
        BundleContext context = context(Map.of("skerry.home", home.toString()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IdentityComponent(context, configuration("state/identity", 0, 24)))
                .withMessage("org.skerry.identity: seal.rotation.days is 0, and must be within 1 to 365");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IdentityComponent(context, configuration("state/identity", 7, 9000)))
                .withMessageContaining("seal.grace.hours");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IdentityComponent(context, configuration("a\0b", 7, 24)))
                .withMessageContaining("org.skerry.identity: directory");
        assertThatIllegalStateException()
                .isThrownBy(() -> new IdentityComponent(context(Map.of()), configuration("x", 7, 24)))
                .withMessageContaining("skerry.home");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void saysWhetherTheIdentityIsThere() throws IOException {
        IdentityReadiness readiness = new IdentityReadiness();
        assertThat(only(readiness).ready()).isFalse();
        assertThat(only(readiness).message()).contains("org.skerry.identity");

        IdentityComponent component = activate("a");
        readiness.bindIdentity(component);
        assertThat(only(readiness))
                .isEqualTo(new Finding("identity", true, component.self().toString()));

        IdentityComponent next = activateBeside();
        readiness.bindIdentity(next);
        readiness.unbindIdentity(component);
        assertThat(only(readiness).message()).isEqualTo(next.self().toString());
        Identity gone = next;
        readiness.unbindIdentity(gone);
        assertThat(only(readiness).ready()).isFalse();
        component.close();
        next.close();
    }

    private IdentityComponent activateBeside() throws IOException {
        Path other = Files.createDirectory(home.resolve("other"));
        return new IdentityComponent(
                context(Map.of("skerry.home", other.toString())), configuration("state/identity", 7, 24));
    }

    private static Finding only(IdentityReadiness readiness) {
        assertThat(readiness.findings()).hasSize(1);
        return readiness.findings().get(0);
    }
}
