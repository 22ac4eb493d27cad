plugins {
    id("com.android.library")
}

val libraries = project(":frameseal").layout.buildDirectory.dir("jniLibs").get().asFile

android {
    namespace = "org.frameseal.webrtc"
    compileSdk = 36
    ndkVersion = "28.2.13676358"

    defaultConfig {
        minSdk = 24
        consumerProguardFiles("consumer-rules.pro")
        externalNativeBuild {
            cmake {
                // Nothing of the C++ library crosses over to libwebrtc, which has one of its own.
                arguments += "-DANDROID_STL=c++_static"
                arguments += "-DFRAMESEAL_LIBRARIES=${libraries.path}"
                arguments += "-DWEBRTC_INCLUDE_DIRS=${providers.gradleProperty("webrtcIncludeDirs").getOrElse("")}"
            }
        }
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_11
        targetCompatibility = JavaVersion.VERSION_11
    }

    externalNativeBuild {
        cmake {
            path = file("src/main/cpp/CMakeLists.txt")
        }
    }

    packaging {
        // It comes with the other AAR.
        jniLibs.excludes += "**/libframeseal_uniffi.so"
    }
}

dependencies {
    api(project(":frameseal"))
    // Two interfaces and RtpParameters, which every build of org.webrtc has. The app brings its own.
    compileOnly("io.github.webrtc-sdk:android:144.7559.14")
}

tasks.matching { "CMake" in it.name }.configureEach { dependsOn(":frameseal:buildLibraries") }
