// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.BeforeClass;
import org.junit.Test;

/** The arrows of docs/architecture.md, held against the byte code. */
public class ArchitectureIT {

    private static final String[] PROVIDERS = {
        "org.skerry.transport.direct..",
        "org.skerry.signaling.broadcast..",
        "org.skerry.signaling.multicast..",
        "org.skerry.store.file..",
        "org.skerry.store.memory..",
        "org.skerry.sync.rarest..",
        "org.skerry.sync.sequential.."
    };
    private static final String[] FLOORS_1_2 = {
        "org.skerry.content..", "org.skerry.identity..", "org.skerry.peering..", "org.skerry.exchange.."
    };

    private static JavaClasses house;

    @BeforeClass
    public static void read() {
        house = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.skerry");
    }

    @Test
    public void theApiUsesTheJdkAlone() {
        noClasses()
                .that()
                .resideInAPackage("org.skerry.api..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.skerry..").and(not(resideInAPackage("org.skerry.api.."))))
                .check(house);
    }

    @Test
    public void theSpiUsesTheApiAlone() {
        noClasses()
                .that()
                .resideInAPackage("org.skerry.spi..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.skerry..")
                        .and(not(resideInAnyPackage("org.skerry.api..", "org.skerry.spi.."))))
                .check(house);
    }

    @Test
    public void aProviderSeesTheSeamsAndItself() {
        for (String provider : PROVIDERS) {
            onlySees(provider);
        }
    }

    @Test
    public void floorsOneAndTwoMeetThroughTheSpiOnly() {
        for (String floor : FLOORS_1_2) {
            onlySees(floor);
        }
    }

    private static void onlySees(String own) {
        noClasses()
                .that()
                .resideInAPackage(own)
                .should()
                .dependOnClassesThat(resideInAPackage("org.skerry..")
                        .and(not(resideInAnyPackage(own, "org.skerry.api..", "org.skerry.spi..", "org.skerry.base.."))))
                .check(house);
    }

    @Test
    public void theWebRtcTransportSeesItsHostToo() {
        noClasses()
                .that()
                .resideInAPackage("org.skerry.transport.webrtc..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.skerry..")
                        .and(not(resideInAnyPackage(
                                "org.skerry.transport.webrtc..",
                                "org.skerry.webrtc.host",
                                "org.skerry.api..",
                                "org.skerry.spi..",
                                "org.skerry.base.."))))
                .check(house);
    }

    @Test
    public void theWebRtcHostSeesNothing() {
        noClasses()
                .that()
                .resideInAPackage("org.skerry.webrtc.host..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("org.skerry..").and(not(resideInAPackage("org.skerry.webrtc.host.."))))
                .check(house);
    }

    @Test
    public void shellAndUpgradeSeeTheApiAlone() {
        for (String own : List.of("org.skerry.shell..", "org.skerry.upgrade..")) {
            noClasses()
                    .that()
                    .resideInAPackage(own)
                    .should()
                    .dependOnClassesThat(resideInAPackage("org.skerry..")
                            .and(not(resideInAnyPackage(own, "org.skerry.api..", "org.skerry.base.."))))
                    .check(house);
        }
    }

    @Test
    public void onlyIdentityKnowsBouncyCastle() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.skerry.identity..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bouncycastle..")
                .check(house);
    }

    @Test
    public void providersAndFloorsKeepTheirClassesInternal() {
        List<String> all = new ArrayList<>(List.of(PROVIDERS));
        all.addAll(List.of(FLOORS_1_2));
        all.add("org.skerry.transport.webrtc..");
        classes()
                .that()
                .resideInAnyPackage(all.toArray(String[]::new))
                .should()
                .resideInAPackage("..internal..")
                .check(house);
    }

    @Test
    public void nobodyKeepsThreadLocals() {
        noClasses()
                .that()
                .resideInAPackage("org.skerry..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocal.class)
                .check(house);
    }

    @Test
    public void nobodyUsesTheCommonPool() {
        noClasses()
                .that()
                .resideInAPackage("org.skerry..")
                .should()
                .callMethod(CompletableFuture.class, "supplyAsync", java.util.function.Supplier.class)
                .orShould()
                .callMethod(CompletableFuture.class, "runAsync", Runnable.class)
                .orShould()
                .callMethod(java.util.concurrent.ForkJoinPool.class, "commonPool")
                .check(house);
    }

    @Test
    public void nobodyPrintsToTheConsoleButTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.skerry.runtime..", "org.skerry.itests..", "org.skerry.testkit..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(house);
    }
}
