plugins {
    id("com.android.library")
}

val libraries = layout.buildDirectory.dir("jniLibs").get().asFile

android {
    namespace = "org.frameseal"
    compileSdk = 36
    ndkVersion = "28.2.13676358"

    defaultConfig {
        minSdk = 24 // README.md says why
        consumerProguardFiles("consumer-rules.pro")
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_11
        targetCompatibility = JavaVersion.VERSION_11
    }

    sourceSets.named("main") {
        // The same sources as for the JVM.
        kotlin.directories += "../../frameseal/src/main/kotlin"
        kotlin.directories += "../../frameseal/src/generated/kotlin"
        jniLibs.directories += libraries.path
    }

    lint {
        lintConfig = file("lint.xml")
    }
}

dependencies {
    // With its own native library for each ABI.
    api("net.java.dev.jna:jna:5.19.1@aar")
}

val buildLibraries = tasks.register<Exec>("buildLibraries") {
    description = "Builds libframeseal_uniffi.so for every ABI."
    environment("ANDROID_NDK_HOME", androidComponents.sdkComponents.ndkDirectory.get().asFile.path)
    commandLine(rootDir.resolve("build-libraries").path, libraries.path)
}

tasks.matching { it.name == "preBuild" }.configureEach { dependsOn(buildLibraries) }
