# Debian packages by CPack: `./run package` builds the preset `package` for them. ecgpress has the component `program`,
# python3-ecgpress the component `python`.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME ecgpress)
set(CPACK_PACKAGE_VENDOR ecgpress)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # otherwise CPack puts it before those of the packages below
set(CPACK_PACKAGE_CONTACT ${ECGPRESS_MAINTAINER})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/packages)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL program)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/debian_files.cmake)
set(CPACK_ECGPRESS_SOURCE ${CMAKE_SOURCE_DIR})
set(CPACK_ECGPRESS_DOC_DIR ${CMAKE_INSTALL_DATADIR}/doc)

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME ecgpress)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS openmpi-bin)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS "python3-ecgpress, slurm-client")
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION "ECG image datasets with exact labels, from ECG recordings
ecgpress prints recordings of electrocardiograms (PTB-XL, WFDB, DICOM, aECG
and others) as images of paper records: clean, scanned, photographed or faxed.
Each page has labels: signals and positions of every lead, boxes and masks.
Datasets are written as folders, YOLO, COCO, nnU-Net, WebDataset, HDF5 or WFDB.
A seed determines every page, on any number of MPI ranks.")

if(ECGPRESS_PYTHON)
  list(APPEND CPACK_COMPONENTS_ALL python)
  set(next ${Python_VERSION_MAJOR}.${Python_VERSION_MINOR})
  math(EXPR next "${Python_VERSION_MINOR} + 1")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_NAME python3-ecgpress)
  set(CPACK_DEBIAN_PYTHON_PACKAGE_SECTION python)
  set(CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS "python3 (>= ${Python_VERSION_MAJOR}.${Python_VERSION_MINOR}), python3 (<< ${Python_VERSION_MAJOR}.${next}), python3-numpy")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_RECOMMENDS "ecgpress, python3-h5py")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_SUGGESTS python3-torch)
  # Python compiles the package when it is installed, and removes what it compiled.
  set(CPACK_DEBIAN_PYTHON_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/packaging/debian/postinst ${CMAKE_SOURCE_DIR}/packaging/debian/prerm)
  set(CPACK_COMPONENT_PYTHON_DESCRIPTION "ECG images with exact labels, made in a Python process
A module that makes pages of ecgpress where they are needed, for example in a
data loader of a training: image, JPEG bytes, signals, positions, boxes and
masks of page i, equal to those that the program ecgpress stores.
Data sets for PyTorch are included, which is optional.")
endif()
include(CPack)
