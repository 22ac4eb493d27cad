pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}

dependencyResolutionManagement {
    repositoriesMode.set(RepositoriesMode.FAIL_ON_PROJECT_REPOS)
    repositories {
        google()
        mavenCentral()
    }
}

rootProject.name = "frameseal-android"

include(":frameseal", ":frameseal-webrtc")
project(":frameseal-webrtc").projectDir = rootDir.resolve("webrtc")
