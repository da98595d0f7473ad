/// Small runbooks that need nothing but a shell.
enum Documents {
  /// Asks for one item, runs one block that ends well, and one that fails until a file exists.
  static let tiny = """
    ---
    temae: 1
    title: Tiny
    ---
    # Tiny

    ## Phase 1: Do it

    ### Step 1: Say hello

    - [ ] Somebody is here

    ```bash
    echo hello
    ```

    ### Step 2: Fail at first

    ```bash
    printf 'looking \\033[31mred\\033[0m\\n'
    test -e repaired
    ```

    ## If something goes wrong

    ### Problem: the file is not there

    ```bash
    touch repaired
    ```

    """

  /// One block that is at work until there is a file `go`, and then ends with 3, as it may.
  static let long = """
    ---
    temae: 1
    title: Long
    ---
    # Long

    ## Step 1: Work

    ```bash {#work exit=3}
    grep -E '^Sig(Blk|Ign)' /proc/self/status
    echo before
    echo $$ > pid
    while ! [ -e go ]; do sleep 0.05; done
    echo after
    exit 3
    ```

    """

  /// Asks for two items and does nothing else.
  static let questions = """
    ---
    temae: 1
    title: Questions
    ---
    # Questions

    ## Phase 1: Ask

    ### Step 1: The first

    - [ ] Is the first thing so?

    ### Step 2: The second

    - [ ] Is the second thing so?

    """
}
