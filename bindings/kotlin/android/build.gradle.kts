buildscript {
    repositories {
        google()
        mavenCentral()
    }
    dependencies {
        // As in ../pom.xml; the Android plugin's own is older.
        classpath("org.jetbrains.kotlin:kotlin-gradle-plugin:2.4.21")
    }
}

plugins {
    id("com.android.library") version "9.1.1" apply false
}
