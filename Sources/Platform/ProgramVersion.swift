/// The version of the program (Semantic Versioning 2.0), which packages, manual and messages take from here.
package let programVersion = "1.0.0-rc.1"
