// The version of a grain interface; docs/adr/0009 says when to raise it.
global using VersionAttribute = Orleans.CodeGeneration.VersionAttribute;
