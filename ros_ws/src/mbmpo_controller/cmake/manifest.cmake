# Writes the revision of the checkout into the manifest of the node's jar, at every build: recordings tell
# with it which program made them. The package's version where there is no git.
if(GIT)
  execute_process(
    COMMAND "${GIT}" -C "${ROOT}" describe --always --dirty --abbrev=10
    OUTPUT_VARIABLE revision OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(NOT revision)
  set(revision "${VERSION}")
endif()
file(WRITE "${MANIFEST}" "Implementation-Version: ${revision}\n")
